package io.github.socketsbyexample.exec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames of command output, one after another from memory. In this package because the reader is for it alone. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameReaderBenchmark {

    private static final int FRAMES = 64; // in a row, so that starting again costs next to nothing

    /** Bytes of a frame's payload. */
    @Param({"16", "65531"})
    public int payload;

    private ByteArrayInputStream stream = new ByteArrayInputStream(new byte[0]);
    private FrameReader reader = new FrameReader(stream);

    /** Writes the frames. */
    @Setup
    public void write() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter(bytes);
        for (int i = 0; i < FRAMES; i++) {
            writer.write(FrameType.STDOUT, new byte[payload]);
        }
        stream = new ByteArrayInputStream(bytes.toByteArray());
        reader = new FrameReader(stream);
    }

    /** Reads the next frame; returns the length of its payload. */
    @Benchmark
    public int read() throws IOException {
        Frame frame = reader.read();
        if (frame == null) {
            stream.reset();
            return 0;
        }
        return frame.payload().length;
    }
}
