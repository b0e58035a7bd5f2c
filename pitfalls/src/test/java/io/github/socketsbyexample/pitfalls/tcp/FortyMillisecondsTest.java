package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class FortyMillisecondsTest {

    private static final long DELAYED_ACK_MILLIS = 40; // of Linux; a loaded machine only makes it longer

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others delay by other times, or not at all on loopback")
    void brokenWaitsForADelayedAcknowledgementMostOfTheTimes() throws IOException {
        long broken = FortyMilliseconds.milliseconds(FortyMilliseconds::sendInTwoWrites);
        assertTrue(broken >= FortyMilliseconds.REQUESTS / 2 * DELAYED_ACK_MILLIS, broken + " ms");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others delay by other times, or not at all on loopback")
    void fixedIsFaster() throws IOException {
        long broken = FortyMilliseconds.milliseconds(FortyMilliseconds::sendInTwoWrites);
        long fixed = FortyMilliseconds.milliseconds(FortyMilliseconds::sendInOneWrite);
        assertTrue(fixed < broken, fixed + " ms, " + broken + " ms broken");
    }
}
