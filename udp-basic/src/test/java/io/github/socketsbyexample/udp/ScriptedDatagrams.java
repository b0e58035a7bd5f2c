package io.github.socketsbyexample.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.RawDatagrams;

/** A UDP server that does what a test tells it, to see what the client under test makes of it. */
final class ScriptedDatagrams implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final RawDatagrams socket = new RawDatagrams();
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** What to do. */
    @FunctionalInterface
    interface Script {
        /** Does it. */
        void play(RawDatagrams server) throws IOException, InterruptedException;
    }

    /** Takes any free port and plays the script. */
    ScriptedDatagrams(Script script) throws IOException {
        thread = Thread.ofPlatform().name("script").start(() -> {
            try {
                script.play(socket);
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                failure = e;
            }
        });
    }

    /** Returns where it is. */
    InetSocketAddress address() {
        return socket.address();
    }

    /** Waits for the end of the script, and fails if the script did. */
    @Override
    public void close() {
        try (socket) {
            if (!thread.join(DEADLINE)) {
                throw new AssertionError("the script has not ended");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
        if (failure != null) {
            throw new AssertionError("the script failed", failure);
        }
    }
}
