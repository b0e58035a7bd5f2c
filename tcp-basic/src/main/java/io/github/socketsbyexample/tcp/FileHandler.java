package io.github.socketsbyexample.tcp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.tcp.IncomingFile.RefusedException;

/**
 * One conversation of {@link FileServer}: a head, so many bytes as it says, a confirmation. Whatever goes wrong before
 * the last byte leaves nothing of the file. Runs in the thread that calls it.
 */
public final class FileHandler {

    static final long REFUSED = -1; // instead of a number of bytes
    static final int LONGEST = 60; // timeouts for all of a file: a client that drips is never silent
    static final int BUFFER_BYTES = 64 * 1024;

    private static final int LONGEST_NAME = 255; // bytes: what file systems take

    private final Logger log = LoggerFactory.getLogger(FileHandler.class);
    private final Path folder;
    private final long mostBytes;
    private final Duration timeout;

    /**
     * Takes files into a folder.
     *
     * @param folder which is there
     * @param mostBytes that a file may have
     * @param timeout for each wait for more of a file; for all of it {@value #LONGEST} times as long
     */
    public FileHandler(Path folder, long mostBytes, Duration timeout) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.timeout = timeout;
    }

    /** Takes a file. The caller closes the connection. */
    public void handle(Socket client) {
        String peer = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("Connected by " + peer);
        long end = System.nanoTime() + LONGEST * timeout.toNanos();
        try {
            client.setSoTimeout((int) timeout.toMillis());
            DataInputStream in = new DataInputStream(new EndingStream(client.getInputStream(), end));
            try (IncomingFile file = announced(in)) {
                long length = file.length();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (long left = length; left > 0;) {
                    int n = in.read(buffer, 0, (int) Math.min(left, buffer.length)); // what has arrived: from 1 byte on
                    if (n == -1) {
                        throw new IOException(
                                file.name() + " is cut: " + left + " of " + length + " bytes are missing");
                    }
                    file.write(buffer, n);
                    left -= n;
                }
                file.keep();
                System.out.println("Received: " + file.name() + " (" + length + " bytes)");
                new DataOutputStream(client.getOutputStream()).writeLong(length); // true by now, and not before
            } catch (RefusedException e) {
                System.out.println("Refused: " + e.reason());
                refuse(client, e.reason().getBytes(StandardCharsets.UTF_8));
            }
        } catch (EOFException e) {
            log.debug("{}: has named no file", peer); // looks whether a server is here, as wait-for does, and any scanner
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage()); // one client's trouble; the next is served
        }
    }

    /** What arrives within a time: after that, after a silence and after a reset the stream has ended. */
    private static final class EndingStream extends FilterInputStream {
        private final long end;

        EndingStream(InputStream in, long end) {
            super(in);
            this.end = end;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return System.nanoTime() - end > 0 ? -1 : super.read(buffer, offset, length);
            } catch (SocketTimeoutException | SocketException e) {
                return -1;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
        }
    }

    /** Reads the head. Nothing that it says is believed before it has been looked at. */
    private IncomingFile announced(DataInputStream in) throws IOException {
        long length = in.readLong();
        if (Long.compareUnsigned(length, mostBytes) > 0) {
            throw new RefusedException(Long.toUnsignedString(length) + " bytes are more than " + mostBytes);
        }
        int nameLength = in.readUnsignedShort();
        if (nameLength == 0 || nameLength > LONGEST_NAME) {
            throw new RefusedException("its name has " + nameLength + " bytes, not 1 to " + LONGEST_NAME);
        }
        byte[] name = new byte[nameLength];
        in.readFully(name);
        return new IncomingFile(folder, name, length);
    }

    /** Closing with input unread is a reset, which takes the answer away from a client that is still sending. */
    private void refuse(Socket client, byte[] reason) throws IOException {
        client.getOutputStream()
                .write(ByteBuffer.allocate(Long.BYTES + reason.length).putLong(REFUSED).put(reason).array());
        client.shutdownOutput();
        byte[] unread = new byte[BUFFER_BYTES];
        long end = System.nanoTime() + timeout.toNanos();
        int n;
        do {
            n = client.getInputStream().read(unread);
        } while (n != -1 && System.nanoTime() - end < 0); // -1: the client has read the answer, and closed
    }
}
