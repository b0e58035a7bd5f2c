package io.github.socketsbyexample.common;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link StreamDecoderTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class StreamDecoderFuzz {

    @MethodSource("io.github.socketsbyexample.common.StreamDecoderTest#streams")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] stream) {
        new StreamDecoderTest().anythingIsTheSameTextWholeOrInPieces(stream);
    }
}
