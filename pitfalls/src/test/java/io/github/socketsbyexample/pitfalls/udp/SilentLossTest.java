package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

@ExtendWith(NoLeaks.class)
class SilentLossTest {

    @Test
    void brokenLosesMostOfThemWithoutAnError() throws IOException {
        int received = SilentLoss.receivedAfterwards(SilentLoss::sendAll);
        assertTrue(0 < received && received < SilentLoss.DATAGRAMS, received + " received");
    }

    @Test
    void fixedDeliversEveryOne() throws IOException {
        assertEquals(String.valueOf(SilentLoss.DATAGRAMS), SilentLoss.receivedMeanwhile(SilentLoss::sendConfirmed));
    }

    @Test
    void fixedReportsAReceiverThatConfirmsNothing() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            IOException lost = assertThrows(IOException.class, () -> SilentLoss.sendConfirmed(sockets));
            assertEquals("datagram 0 was not confirmed", lost.getMessage());
        }
    }
}
