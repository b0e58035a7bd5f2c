package io.github.socketsbyexample.exec;

import java.io.IOException;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link FrameTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class FrameFuzz {

    @MethodSource("io.github.socketsbyexample.exec.FrameTest#streams")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] stream) throws IOException {
        new FrameTest().anythingIsReadAsItWouldBeWrittenOrRefused(stream);
    }
}
