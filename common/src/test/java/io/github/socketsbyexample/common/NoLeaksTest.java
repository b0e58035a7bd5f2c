package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a leak and what is none. */
class NoLeaksTest {

    private final NoLeaks impatient = new NoLeaks(Duration.ofMillis(100));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endThreads() {
        end.countDown();
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertLeak(String what) {
        String line = String.valueOf(assertThrows(AssertionError.class, impatient::end).getMessage());
        assertTrue(line.contains(what), line);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThreadThatLivesIsALeakDaemonOrNot(boolean daemon) {
        impatient.begin();
        Thread.ofPlatform().daemon(daemon).name("leaked").start(this::waitForTheEnd);
        assertLeak("leaked");
    }

    @Test
    void soIsOneThatAVirtualThreadStarted() throws Exception {
        impatient.begin();
        Thread.ofVirtual().start(() -> Thread.ofPlatform().name("leaked").start(this::waitForTheEnd)).join();
        assertLeak("leaked");
    }

    @Test
    void soIsAnIdleThreadOfAPool() throws Exception {
        impatient.begin();
        try (ExecutorService pool = Executors.newFixedThreadPool(1, Thread.ofPlatform().name("leaked").factory())) {
            pool.submit(() -> {}).get();
            assertLeak("leaked");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's sockets")
    void anOpenSocketIsALeak() throws IOException {
        impatient.begin();
        try (DatagramSocket _ = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertLeak("socket:");
        }
    }

    @Test
    void whatIsStillEndingIsNone() {
        NoLeaks patient = new NoLeaks();
        patient.begin();
        Thread.ofPlatform().start(() -> LockSupport.parkNanos(100_000_000));
        patient.end();
    }

    @Test
    void whatWasThereBeforeIsNone() {
        Thread.ofPlatform().start(this::waitForTheEnd);
        impatient.begin();
        impatient.end();
    }

    @Test
    void whatTheJdkStartsForItselfIsNone() throws Exception {
        impatient.begin();
        Cleaner cleaner = Cleaner.create();
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)).get();
        Thread.ofVirtual()
                .start(() -> new CompletableFuture<>().completeOnTimeout("", 1, TimeUnit.MILLISECONDS).join())
                .join();
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version").start()
                .onExit()
                .get();
        impatient.end();
        cleaner.register(this, () -> {}); // so that it is still there
    }
}
