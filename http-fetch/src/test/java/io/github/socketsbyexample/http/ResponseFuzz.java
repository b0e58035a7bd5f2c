package io.github.socketsbyexample.http;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link ResponseFuzzTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class ResponseFuzz {

    @MethodSource("io.github.socketsbyexample.http.ResponseFuzzTest#whole")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] response) {
        new ResponseFuzzTest().anythingIsReadOrRefused(response);
    }
}
