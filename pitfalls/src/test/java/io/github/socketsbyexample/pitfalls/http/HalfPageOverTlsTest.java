package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.OwnJvm;

@ExtendWith(NoLeaks.class)
class HalfPageOverTlsTest {

    /** In a JVM of its own: those of the tests have the property, which is read once. */
    @Test
    void brokenTakesHalfAPageForAWholeOneAndFixedDoesNot(@TempDir Path folder) throws Exception {
        assertEquals(List.of("broken: \"half\"", "fixed:  EOFException: 4 of 10 bytes"),
                OwnJvm.printed(HalfPageOverTls.class, folder).subList(1, 3));
    }

    @Test
    void thePropertyTurnsTheBrokenHalfIntoAnException() throws Exception {
        String outcome = HalfPageOverTls.received(SomebodyElsesCertificate.contextFor("localhost"),
                HalfPageOverTls::toTheEndOfTheStream);
        assertTrue(outcome.startsWith("SSLProtocolException: "), outcome);
    }
}
