package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class CutOffTransferTest {

    @Test
    void brokenTakesEachEndingForTheEndOfTheTransfer() throws IOException {
        try (LoopbackConnection connection = CutOffTransfer.sender("0123", Socket::close)) {
            assertEquals("0123", CutOffTransfer.whateverCame(connection.server().getInputStream()));
        }
        try (LoopbackConnection connection = CutOffTransfer.sender("0123", CutOffTransfer::reset)) {
            assertEquals("0123", CutOffTransfer.whateverCame(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReturnsAllOfIt() throws IOException {
        try (LoopbackConnection connection = CutOffTransfer.sender("0123456789", Socket::close)) {
            assertEquals("0123456789", CutOffTransfer.allOrAnException(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReportsAnEndOfTheStreamBeforeTheEndOfTheTransfer() throws IOException {
        try (LoopbackConnection connection = CutOffTransfer.sender("0123", Socket::close)) {
            assertThrows(EOFException.class,
                    () -> CutOffTransfer.allOrAnException(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReportsAReset() throws IOException {
        try (LoopbackConnection connection = CutOffTransfer.sender("0123", CutOffTransfer::reset)) {
            assertThrows(SocketException.class,
                    () -> CutOffTransfer.allOrAnException(connection.server().getInputStream()));
        }
    }
}
