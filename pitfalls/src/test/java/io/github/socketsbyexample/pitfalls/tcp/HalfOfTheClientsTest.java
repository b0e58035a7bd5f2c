package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class HalfOfTheClientsTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others give all clients to one, or have no SO_REUSEPORT")
    void brokenSharesTheClientsWithAServerThatNobodyMeant() throws IOException {
        assertEquals("listening; of 64 clients each of the two gets some",
                HalfOfTheClients.outcome(HalfOfTheClients::listenBesideOthers));
    }

    @Test
    void fixedFindsThePortTaken() throws IOException {
        String outcome = HalfOfTheClients.outcome(HalfOfTheClients::listenAlone);
        assertTrue(outcome.startsWith("BindException: "), outcome);
    }
}
