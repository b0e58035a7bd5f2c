package io.github.socketsbyexample.exec;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ProtocolException;

/**
 * The client's side of the framed protocol, as {@link Frame} lays it down: sends a command and hands on what it prints,
 * as it comes, until its exit code does. One thread.
 */
final class FramedClient {

    private final FrameReader reader;
    private final FrameWriter writer;
    private final PrintStream stdout;
    private final PrintStream stderr;

    /**
     * Talks over a connection's streams.
     *
     * @param stdout gets what commands write to their standard output, byte for byte
     * @param stderr gets what they write to their standard error
     */
    FramedClient(InputStream in, OutputStream out, PrintStream stdout, PrintStream stderr) {
        reader = new FrameReader(new BufferedInputStream(in, Frame.MAX_BYTES));
        writer = new FrameWriter(out);
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /**
     * Has a command run and returns its exit code.
     *
     * @param command up to {@value Frame#MAX_PAYLOAD} bytes of UTF-8
     * @throws EOFException if the connection ended before the answer did
     */
    int run(byte[] command) throws IOException {
        writer.write(FrameType.COMMAND, command);
        while (true) {
            Frame frame = reader.read();
            if (frame == null) {
                throw new EOFException("connection closed before the exit code");
            }
            switch (frame.type()) {
                case STDOUT -> print(frame.payload(), stdout);
                case STDERR -> print(frame.payload(), stderr);
                case EXIT -> {
                    end(stdout);
                    end(stderr);
                    return frame.exitCode();
                }
                case COMMAND -> throw new ProtocolException("a server may not send a command");
            }
        }
    }

    private static void end(PrintStream output) {
        if (output instanceof PrintableStream shown) {
            shown.end();
        }
    }

    private static void print(byte[] bytes, PrintStream to) throws IOException {
        to.write(bytes, 0, bytes.length);
        if (to.checkError()) { // a PrintStream says nothing by itself; without this, "| head -1" would never end
            throw new IOException("nobody reads the output any more");
        }
    }
}
