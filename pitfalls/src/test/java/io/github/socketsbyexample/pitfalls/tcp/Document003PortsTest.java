package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

/** Document 003 says that a port which is bound can't be bound again: at the same address, that is. */
@ExtendWith(NoLeaks.class)
class Document003PortsTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void aPortBelongsToOneListener() throws IOException {
        try (ServerSocket owner = new ServerSocket(0, 1, LOOPBACK)) {
            assertThrows(BindException.class, () -> new ServerSocket(owner.getLocalPort(), 1, LOOPBACK).close());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // others have other rules for it
    void twoSocketsWithAddressReuseShareAPortWhileNeitherListens() throws IOException {
        try (ServerSocket first = new ServerSocket(); ServerSocket second = new ServerSocket()) {
            for (ServerSocket socket : List.of(first, second)) {
                socket.setReuseAddress(true);
            }
            first.bind(new InetSocketAddress(LOOPBACK, 0)); // listens, as a ServerSocket always does once it is bound
            assertThrows(BindException.class, () -> second.bind(first.getLocalSocketAddress()));
        }
        try (Socket first = new Socket(); Socket second = new Socket()) {
            for (Socket socket : List.of(first, second)) {
                socket.setReuseAddress(true);
            }
            first.bind(new InetSocketAddress(LOOPBACK, 0));
            second.bind(first.getLocalSocketAddress());
            assertEquals(first.getLocalPort(), second.getLocalPort());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.1 is the only loopback address of IPv4
    void thePortOfAnotherAddressOfTheMachineIsAnotherPort() throws IOException {
        InetAddress another = InetAddress.ofLiteral("127.0.0.2");
        try (ServerSocket owner = new ServerSocket(0, 1, LOOPBACK); ServerSocket second = new ServerSocket()) {
            try {
                second.bind(new InetSocketAddress(another, owner.getLocalPort()));
            } catch (BindException e) {
                assumeTrue(false, "somebody else has that port there: " + e.getMessage());
            }
            assertEquals(owner.getLocalPort(), second.getLocalPort());
        }
    }
}
