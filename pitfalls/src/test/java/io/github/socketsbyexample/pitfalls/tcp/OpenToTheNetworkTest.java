package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class OpenToTheNetworkTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "127.0.0.2 is an address of its own there")
    void brokenAnswersOnEveryAddress() throws IOException {
        try (ServerSocket listener = OpenToTheNetwork.listenEverywhere()) {
            assertTrue(listener.getInetAddress().isAnyLocalAddress());
            List<String> answering = OpenToTheNetwork.answersOn(listener.getLocalPort());
            assertTrue(answering.containsAll(List.of("127.0.0.1", "127.0.0.2")), answering.toString());
        }
    }

    @Test
    void brokenAnswersOnIpv6AlthoughItPrintsAnIpv4Address() throws IOException {
        Machine.requireIpv6();
        try (ServerSocket listener = OpenToTheNetwork.listenEverywhere()) {
            assertEquals("0.0.0.0", listener.getInetAddress().getHostAddress());
            assertTrue(OpenToTheNetwork.answersOn(listener.getLocalPort()).contains("::1"));
        }
    }

    @Test
    void fixedAnswersOnItsOwnAddressOnly() throws IOException {
        try (ServerSocket listener = OpenToTheNetwork.listenHere()) {
            assertEquals(List.of("127.0.0.1"), OpenToTheNetwork.answersOn(listener.getLocalPort()));
        }
    }
}
