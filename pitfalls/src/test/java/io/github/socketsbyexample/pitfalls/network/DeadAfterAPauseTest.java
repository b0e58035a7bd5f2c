package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;

@ExtendWith({OnHosts.class, NoLeaks.class})
class DeadAfterAPauseTest {

    private static final Duration DEADLINE = DeadAfterAPause.PAUSE.multipliedBy(3);

    @Test
    void brokenIsForgottenAndFixedIsNot() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.forgetAfter(DeadAfterAPause.REMEMBERED_SECONDS);
            try (DistantConnection first = DistantConnection.open(hosts);
                    DistantConnection second = DistantConnection.open(hosts)) {
                BlockingCall broken = BlockingCall.at(
                        () -> DeadAfterAPause.askTwice(DeadAfterAPause.leftAlone(first.client()), first.server()));
                BlockingCall fixed = BlockingCall.at(
                        () -> DeadAfterAPause.askTwice(DeadAfterAPause.keptAlive(second.client()), second.server()));
                assertEquals("answered, then SocketTimeoutException: Read timed out", broken.outcome(DEADLINE));
                assertEquals("answered, then answered", fixed.outcome(DEADLINE));
            }
        }
    }
}
