package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.awaitility.Awaitility;

import io.github.socketsbyexample.common.RawPeer;

/** Tells when nobody listens on an address any more. */
final class RefusedConnections {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private RefusedConnections() {}

    /** Waits until connections are refused. */
    static void await(InetSocketAddress address) {
        Awaitility.await().atMost(DEADLINE).until(() -> isRefused(address));
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (RawPeer _ = RawPeer.connect(address)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }
}
