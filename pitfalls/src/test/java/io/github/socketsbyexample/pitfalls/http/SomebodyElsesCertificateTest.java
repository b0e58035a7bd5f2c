package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SomebodyElsesCertificateTest {

    @Test
    void brokenConnectsToWhoeverHasATrustedCertificate() throws IOException {
        assertEquals("connected to CN=other.example",
                SomebodyElsesCertificate.connected(SomebodyElsesCertificate.contextFor("other.example"),
                        SomebodyElsesCertificate::trustAnybody));
    }

    @Test
    void fixedRefusesACertificateForAnotherHost() throws IOException {
        String outcome = SomebodyElsesCertificate.connected(SomebodyElsesCertificate.contextFor("other.example"),
                SomebodyElsesCertificate::trustTheHost);
        assertTrue(outcome.startsWith("SSLHandshakeException: "), outcome);
        assertTrue(outcome.contains("No subject alternative names"), outcome);
    }
}
