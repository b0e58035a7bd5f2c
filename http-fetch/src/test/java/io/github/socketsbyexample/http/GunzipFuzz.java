package io.github.socketsbyexample.http;

import java.io.IOException;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link GunzipTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class GunzipFuzz {

    @MethodSource("io.github.socketsbyexample.http.GunzipTest#bodies")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] coded) throws IOException {
        new GunzipTest().anythingIsRefusedOrExpandedAsByTheJdk(coded);
    }
}
