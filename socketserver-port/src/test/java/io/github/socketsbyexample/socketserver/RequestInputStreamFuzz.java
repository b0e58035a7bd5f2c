package io.github.socketsbyexample.socketserver;

import java.io.IOException;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link RequestInputStreamTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class RequestInputStreamFuzz {

    @MethodSource("io.github.socketsbyexample.socketserver.RequestInputStreamTest#streams")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] stream) throws IOException {
        new RequestInputStreamTest().anythingIsCutIntoLinesAndNothingIsLost(stream);
    }
}
