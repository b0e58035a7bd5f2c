package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A server under test, serving in a thread of its own until it is closed. */
public final class RunningServer implements AutoCloseable {

    /** Any free port of this machine alone. */
    public static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** As programs listen, but without patience for conversations that a test left open. */
    public static final ServerSettings SETTINGS = new ServerSettings(ServerSettings.DEFAULT_BACKLOG, true,
            Duration.ZERO);

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Server server;
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    /** Starts to serve; takes the server over, and closes it in the end. */
    public RunningServer(Server server) {
        this.server = server;
        thread = Thread.ofPlatform().name("serving").start(() -> {
            try {
                server.serve();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
        });
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connects a client. */
    public RawPeer connect() throws IOException {
        return RawPeer.connect(address());
    }

    /** Waits until {@link Server#serve} has returned; fails if it does not, or threw. */
    public void awaitEnd() {
        try {
            if (!thread.join(DEADLINE)) {
                throw new AssertionError("serve() has not returned");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
        if (failure != null) {
            throw new AssertionError("serve() failed", failure);
        }
    }

    /** Closes the server before the end of the test. */
    public void stop() throws IOException {
        server.close();
    }

    /** Closes the server, and fails if that did not end {@link Server#serve}. */
    @Override
    public void close() throws IOException {
        server.close();
        awaitEnd();
    }
}
