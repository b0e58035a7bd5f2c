package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.security.KeyStore;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class RefusedAfterTheHandshakeTest {

    private static KeyStore keys;

    @BeforeAll
    static void makeKeys() throws IOException {
        keys = SomebodyElsesCertificate.keysFor("server.example");
    }

    @Test
    void brokenBelievesTheHandshake() throws IOException {
        assertEquals("let in", RefusedAfterTheHandshake.outcome(keys, "TLSv1.3",
                RefusedAfterTheHandshake::letInByTheHandshake));
    }

    @Test
    void fixedWaitsForTheGreetingAndIsRefused() throws IOException {
        assertEquals("SSLHandshakeException", RefusedAfterTheHandshake.outcome(keys, "TLSv1.3",
                RefusedAfterTheHandshake::letInByTheGreeting));
    }

    @Test
    void withTls12TheHandshakeItselfIsRefused() throws IOException {
        assertNotEquals("let in", RefusedAfterTheHandshake.outcome(keys, "TLSv1.2", // an alert, or the end of the connection
                RefusedAfterTheHandshake::letInByTheHandshake));
    }
}
