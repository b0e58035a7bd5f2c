package io.github.socketsbyexample.http;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link HttpUrlTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class HttpUrlFuzz {

    @MethodSource("io.github.socketsbyexample.http.HttpUrlTest#locations")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] location) {
        new HttpUrlTest().anythingIsRefusedOrLeadsToAUrlThatCanBeAskedForAsItIs(location);
    }
}
