package io.github.socketsbyexample.exec;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The server's side of the raw protocol, the document's own: a chunk of bytes, whatever one read returns, is a command.
 * The answer is its standard output if it exited with 0, otherwise its standard error, and {@code return null} if that
 * is empty; so all of it is collected before any of it is sent. A command that the network splits runs as two, and one
 * glued to the next as one: that is what {@link FramedProtocol} is for.
 */
final class RawProtocol implements ExecProtocol {

    /** Of both streams of one command together, since they are held in memory. */
    static final int ANSWER_BYTES = 16 * 1024 * 1024;

    private static final String NOTHING = "return null";
    private static final Duration PATIENCE = Duration.ofSeconds(2); // half-closed or gone: TCP can't tell them apart

    private final InputStream in;
    private final OutputStream out;

    RawProtocol(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public byte[] readCommand() throws IOException {
        byte[] chunk = in.readNBytes(Math.clamp(in.available(), 1, Frame.MAX_PAYLOAD + 1));
        if (chunk.length == 0) {
            throw new EOFException("connection closed before a command");
        }
        if (chunk.length > Frame.MAX_PAYLOAD) {
            throw new ProtocolException("a command is at most " + Frame.MAX_PAYLOAD + " bytes long");
        }
        if (isHttp(chunk)) {
            throw new ProtocolException("that is an HTTP request, not a command");
        }
        return chunk;
    }

    /** Any web page can make a browser on this machine send a request here, and its lines would be commands. */
    private static boolean isHttp(byte[] chunk) {
        String text = new String(chunk, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).stripTrailing().matches("[A-Z]+ \\S.* HTTP/[0-9.]+");
    }

    @Override
    public Answer answer() {
        return new RawAnswer();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    private final class RawAnswer implements Answer {

        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream(); // guarded by this
        private final ByteArrayOutputStream stderr = new ByteArrayOutputStream(); // guarded by this
        private boolean ended; // guarded by this

        @Override
        public long capacity() {
            return ANSWER_BYTES;
        }

        @Override
        public synchronized void output(FrameType stream, byte[] buffer, int length) {
            if (!ended) {
                (stream == FrameType.STDOUT ? stdout : stderr).write(buffer, Frame.HEADER_BYTES, length);
            }
        }

        @Override
        public void end(Outcome outcome) throws IOException {
            ByteArrayOutputStream answer = chosen(outcome);
            if (answer.size() == 0) {
                answer.writeBytes(NOTHING.getBytes(StandardCharsets.US_ASCII));
            }
            answer.writeTo(out);
        }

        /** Of a command that the server ended all that there is, and in a line of its own why there is no more. */
        private synchronized ByteArrayOutputStream chosen(Outcome outcome) {
            ended = true;
            if (outcome.remark().isEmpty()) {
                return outcome.exitCode() == 0 ? stdout : stderr;
            }
            stdout.writeBytes(stderr.toByteArray());
            if (stdout.size() > 0) {
                stdout.write('\n');
            }
            stdout.writeBytes((outcome.remark() + "\n").getBytes(StandardCharsets.UTF_8));
            return stdout;
        }
    }
}
