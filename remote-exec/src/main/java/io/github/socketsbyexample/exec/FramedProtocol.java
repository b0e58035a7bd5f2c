package io.github.socketsbyexample.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The server's side of the framed protocol, as {@link Frame} lays it down: output goes out as it comes in. */
final class FramedProtocol implements ExecProtocol {

    private static final Duration PATIENCE = Duration.ofMillis(100); // who ends the stream early has left, no doubt

    private final FrameReader reader;
    private final FrameWriter writer;

    FramedProtocol(InputStream in, OutputStream out) {
        reader = new FrameReader(in);
        writer = new FrameWriter(out);
    }

    @Override
    public byte[] readCommand() throws IOException {
        Frame frame = reader.read();
        if (frame == null) {
            throw new EOFException("connection closed before a command");
        }
        if (frame.type() != FrameType.COMMAND) {
            throw new ProtocolException("a client may not send a frame of type " + frame.type().code());
        }
        return frame.payload();
    }

    @Override
    public Answer answer() {
        return new FramedAnswer();
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    private final class FramedAnswer implements Answer {

        private boolean ended; // guarded by this

        @Override
        public synchronized void output(FrameType stream, byte[] buffer, int length) throws IOException {
            if (!ended) {
                writer.writeInPlace(stream, buffer, length);
            }
        }

        @Override
        public synchronized void end(Outcome outcome) throws IOException {
            ended = true;
            if (!outcome.remark().isEmpty()) {
                writer.write(FrameType.STDERR, (outcome.remark() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            writer.writeExit(outcome.exitCode());
        }
    }
}
