package io.github.socketsbyexample.benchmarks;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.github.socketsbyexample.common.StreamDecoder;

/** A chunk of text as one read brings it: half of it Chinese, its last character cut in two, as its first is then. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StreamDecoderBenchmark {

    /** Charset of the text. */
    @Param({"UTF-8", "GBK"})
    public String charset = "";

    /** Bytes of a chunk. */
    @Param({"64", "8192"})
    public int size;

    private StreamDecoder decoder = new StreamDecoder(Charset.defaultCharset());
    private byte[] chunk = {};

    /** Fills the chunk. */
    @Setup
    public void fill() {
        decoder = new StreamDecoder(Charset.forName(charset));
        byte[] text = "你好 abc ".repeat(size).getBytes(Charset.forName(charset));
        chunk = Arrays.copyOfRange(text, 1, size + 1);
    }

    /** Decodes the chunk. */
    @Benchmark
    public String decode() {
        return decoder.decode(chunk, 0, chunk.length);
    }
}
