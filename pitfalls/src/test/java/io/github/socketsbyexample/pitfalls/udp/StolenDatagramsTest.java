package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class StolenDatagramsTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others hand a datagram to the first, or refuse the second")
    void brokenLosesItsDatagramsToWhoeverCameLast() throws IOException {
        assertEquals("received by the second", StolenDatagrams.outcome(StolenDatagrams::shareWithWhoeverComes));
    }

    @Test
    void fixedLetsNobodyElseHaveThePort() throws IOException {
        String outcome = StolenDatagrams.outcome(StolenDatagrams::haveItAlone);
        assertTrue(outcome.startsWith("BindException: "), outcome);
    }
}
