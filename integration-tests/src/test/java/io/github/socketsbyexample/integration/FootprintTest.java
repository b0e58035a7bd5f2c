package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only child processes can be counted")
class FootprintTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void threadsDescriptorsAndChildrenAreSeenUntilTheyAreGivenBack() throws Exception {
        ProcessHandle here = ProcessHandle.current();
        new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close(); // what the JVM opens once shall be open
        Footprint before = Footprint.of(here);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("forgotten").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Process child = new ProcessBuilder("sleep", "60").start();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Integer> left = Footprint.leftOver(here, before, Duration.ZERO);
            assertEquals(1, left.get("thread forgotten"), left::toString);
            assertTrue(left.containsKey("descriptor socket"), () -> left + " without " + socket);
            assertTrue(left.keySet().stream().anyMatch(what -> what.matches("process .*/sleep")), left::toString);
        } finally {
            child.destroyForcibly().waitFor();
            child.getInputStream().close();
            child.getErrorStream().close();
            child.getOutputStream().close();
            end.countDown();
            thread.join();
        }
        assertEquals(Map.of(), Footprint.leftOver(here, before, DEADLINE));
    }
}
