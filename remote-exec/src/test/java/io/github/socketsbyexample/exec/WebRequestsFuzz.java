package io.github.socketsbyexample.exec;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link WebRequestsTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class WebRequestsFuzz {

    @MethodSource("io.github.socketsbyexample.exec.WebRequestsTest#chunks")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] chunk) {
        new WebRequestsTest().anythingIsRefusedOrTextWithNoLineOfARequest(chunk);
    }
}
