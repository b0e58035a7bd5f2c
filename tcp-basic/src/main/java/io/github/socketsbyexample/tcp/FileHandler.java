package io.github.socketsbyexample.tcp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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
            DataInputStream in = new DataInputStream(client.getInputStream());
            long length = in.readLong();
            byte[] name = new byte[in.readUnsignedShort()]; // 64 KiB at most
            in.readFully(name);
            try (IncomingFile file = new IncomingFile(folder, name, length, mostBytes)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (long left = length; left > 0;) {
                    int n = in.read(buffer, 0, (int) Math.min(left, buffer.length)); // what has arrived: from 1 byte on
                    if (n == -1 || System.nanoTime() - end > 0) {
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
                System.out.println("Refused: " + e.getMessage());
                refuse(client, e.getMessage().getBytes(StandardCharsets.UTF_8));
            }
        } catch (EOFException e) {
            log.debug("{}: has named no file", peer); // one that only looks whether a server is here, as wait-for does
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage()); // one client's trouble; the next is served
        }
    }

    /** Closing with input unread is a reset, which takes the answer away from a client that is still sending. */
    private void refuse(Socket client, byte[] reason) throws IOException {
        client.getOutputStream()
                .write(ByteBuffer.allocate(Long.BYTES + reason.length).putLong(REFUSED).put(reason).array());
        client.shutdownOutput();
        InputStream in = client.getInputStream();
        byte[] unread = new byte[BUFFER_BYTES];
        long end = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() - end < 0 && in.read(unread) != -1) { // until the client has closed
            continue;
        }
    }
}
