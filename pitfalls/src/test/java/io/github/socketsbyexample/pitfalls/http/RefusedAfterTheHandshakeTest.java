package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        String outcome = RefusedAfterTheHandshake.outcome(keys, "TLSv1.3",
                RefusedAfterTheHandshake::letInByTheGreeting);
        assertTrue(outcome.startsWith("SSLHandshakeException: "), outcome);
        assertTrue(outcome.endsWith("Received fatal alert: certificate_required"), outcome);
    }

    @Test
    void withTls12TheHandshakeItselfIsRefused() throws IOException {
        assertNotEquals("let in", RefusedAfterTheHandshake.outcome(keys, "TLSv1.2", // an alert, or the end of the connection
                RefusedAfterTheHandshake::letInByTheHandshake));
    }
}
