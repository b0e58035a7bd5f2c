package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.BindException;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.common.RunningServer;

/** A server that can't listen. Without a look at leaks: the JDK's own does not close its socket then. */
class StaticServerFailureTest {

    private static String failure(InetSocketAddress address) {
        return String.valueOf(assertThrows(BindException.class,
                () -> new StaticServer(address, RunningServer.SETTINGS, null).close()).getMessage());
    }

    @Test
    void portInUseIsSaidInOneLine() throws Exception {
        try (StaticServer first = new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, null)) {
            InetSocketAddress taken = (InetSocketAddress) first.localAddress();
            assertEquals("cannot listen on 127.0.0.1:" + taken.getPort() + ": Address already in use", failure(taken));
        }
    }

    @Test
    void unknownHostIsSaidInOneLine() {
        assertEquals("cannot listen on no.such.host.example:0: unknown host",
                failure(InetSocketAddress.createUnresolved("no.such.host.example", 0)));
    }
}
