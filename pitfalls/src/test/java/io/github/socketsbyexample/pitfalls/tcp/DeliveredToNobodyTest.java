package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class DeliveredToNobodyTest {

    @Test
    void brokenBelievesAWriteThatNobodyReads() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertEquals("delivered", DeliveredToNobody.deliver("order 1", connection.client()));
            assertThrows(SocketException.class, () -> { // the system tells at the next write, or later
                while (true) {
                    DeliveredToNobody.deliver("order 2", connection.client());
                }
            });
        }
    }

    @Test
    void fixedNoticesThatNobodyConfirmed() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertThrows(IOException.class,
                    () -> DeliveredToNobody.deliverAndHear("order 1", connection.client()));
        }
    }

    @Test
    void fixedBelievesTheConfirmation() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().getOutputStream().write(DeliveredToNobody.CONFIRMED);
            assertEquals("delivered", DeliveredToNobody.deliverAndHear("order 1", connection.client()));
        }
    }
}
