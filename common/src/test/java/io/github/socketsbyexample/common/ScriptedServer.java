package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A server that does with its only client what a test tells it, to see what the client under test makes of it. */
public final class ScriptedServer implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 20_000;

    private final ServerSocket listener;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** What to do with the client, whose connection is closed afterwards. */
    @FunctionalInterface
    public interface Script {
        /** Does it. */
        void play(RawPeer client) throws IOException, InterruptedException;
    }

    /** Listens on any free port and waits for the client. */
    public ScriptedServer(Script script) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(DEADLINE_MILLIS);
        thread = Thread.ofPlatform().name("script").start(() -> {
            try (Socket client = listener.accept(); RawPeer peer = new RawPeer(client)) {
                script.play(peer);
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                failure = e;
            }
        });
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Waits for the end of the script, and fails if the script did. */
    @Override
    public void close() throws IOException {
        try (listener) {
            if (!thread.join(Duration.ofMillis(DEADLINE_MILLIS))) {
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
