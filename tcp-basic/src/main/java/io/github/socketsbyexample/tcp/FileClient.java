package io.github.socketsbyexample.tcp;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * Sends a file: its length, its name and its bytes, as {@link FileServer} tells, and waits for the server to confirm how
 * many it has kept: that all were written says nothing of where they are now. The server closes first. One that answers
 * before it can have everything refuses the file, and gets no more of it.
 *
 * <p>Source: document 002, {@code sendfile}. Run: {@code ./sockets tcp-basic file-client notes.txt}
 */
public final class FileClient {

    private static final int MOST_REASON_BYTES = 1024; // of a server that refuses

    private FileClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(FileClient.class, FileServer.PORT).operands("FILE", 1).run(args, FileClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        Path file = arguments.operand("FILE", FileClient::readable);
        long bytes = send(file, arguments.serverAddress(), arguments.timeout());
        System.out.println("Confirmed: " + bytes + " bytes");
    }

    private static Path readable(String text) {
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) { // a pipe has no length, and opening it may take for ever
            throw new IllegalArgumentException(
                    "'" + text + (Files.exists(file) ? "' is no regular file" : "' is not there"));
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("'" + text + "': permission denied");
        }
        return file;
    }

    /**
     * Connects, sends the file, and returns how many bytes it has, once the server has confirmed that many.
     *
     * @param timeout for the connection, for each wait until the server takes more, and in the end for what is on its way
     *            (128 KB at most) and all of the answer
     * @throws SocketTimeoutException if the server takes nothing, or does not answer in time; that resets the connection,
     *         but a server that had everything may have kept the file
     * @throws IOException if the server refuses the file, confirms another number or none, or if the file changes its
     *         length while it is sent
     */
    public static long send(Path file, InetSocketAddress server, Duration timeout) throws IOException {
        byte[] name = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        try (FileInputStream bytes = new FileInputStream(file.toFile());
                Socket socket = MultiAddressConnector.connect(server, timeout);
                TimedOutputStream timed = new TimedOutputStream(socket, timeout)) {
            InputStream in = socket.getInputStream();
            // Buffered, for small pieces travel together: a small one alone waits for the acknowledgement of the one before.
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(timed, FileHandler.BUFFER_BYTES));
            long length = bytes.getChannel().size();
            out.writeLong(length);
            out.writeShort(name.length);
            out.write(name);
            byte[] buffer = new byte[FileHandler.BUFFER_BYTES];
            long sent = 0;
            for (int n; (n = bytes.read(buffer)) != -1; sent += n) {
                if (sent + n > length) {
                    throw new IOException(file + " has grown while it was sent");
                }
                if (in.available() > 0) { // refused: to send on would be in vain
                    confirm(socket, length, timeout);
                    throw new IOException("confirmed before all was sent: that is no file-server");
                }
                out.write(buffer, 0, n); // n of them: the rest of the buffer is what was read before
            }
            if (sent < length) {
                throw new IOException(file + " has become shorter while it was sent");
            }
            out.flush();
            confirm(socket, length, timeout);
            if (in.available() > 0) { // an echo, for one
                throw new IOException("more than a confirmation came back: that is no file-server");
            }
            return length;
        }
    }

    /** Reads the confirmation of so many bytes, all of it within the timeout. */
    static void confirm(Socket socket, long length, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES);
        try {
            read(socket, count, end);
        } catch (SocketTimeoutException e) {
            TimedOutputStream.reset(socket); // or the server would get the rest, and keep what is told to have failed
            throw e;
        }
        if (count.hasRemaining()) {
            throw new EOFException("connection closed without a confirmation");
        }
        long kept = count.getLong(0);
        if (kept == FileHandler.REFUSED) {
            String reason = reason(socket, end);
            throw new IOException(reason.isEmpty() ? "refused without a reason" : "refused: " + reason);
        }
        if (kept != length) {
            throw new IOException(kept < 0 || kept > length
                    ? "what came back is no confirmation: that is no file-server"
                    : "the server has kept " + kept + " of " + length + " bytes");
        }
    }

    private static String reason(Socket socket, long end) throws IOException {
        ByteBuffer reason = ByteBuffer.allocate(MOST_REASON_BYTES);
        try {
            read(socket, reason, end);
        } catch (SocketTimeoutException | SocketException e) {
            // Refused it is, however the server ends, if it does: what came until now is the reason.
        }
        return new String(reason.array(), 0, reason.position(), StandardCharsets.UTF_8);
    }

    /** Fills the buffer, less if the stream ends. Each read has what is left of the time: a server may drip. */
    private static void read(Socket socket, ByteBuffer bytes, long end) throws IOException {
        while (bytes.hasRemaining()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("Read timed out");
            }
            socket.setSoTimeout((int) (left / 1_000_000) + 1); // never 0, which would mean for ever
            int b = socket.getInputStream().read();
            if (b == -1) {
                return;
            }
            bytes.put((byte) b);
        }
    }
}
