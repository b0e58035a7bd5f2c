package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;

/** What opening leaves behind when it fails: nothing, and what failed may be tried again. */
@ExtendWith(NoLeaks.class)
class OpeningTest {

    private static final InetSocketAddress NOT_OURS = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0); // RFC 5737: nobody's
    private static final int OFTEN = 20;

    @TempDir
    private Path folder;

    /** Has something to close, which a constructor of TCPServer's that fails does not know of. */
    private static final class WithField extends TCPServer {

        private final List<String> toClose = new ArrayList<>();

        WithField(SocketAddress address) throws IOException {
            super(address, Handlers.LineEcho::new);
        }

        @Override
        public void serverClose() throws IOException {
            toClose.clear();
            super.serverClose();
        }
    }

    /** Activates, and then finds that it can't go on. */
    private static final class Undecided extends TCPServer {

        Undecided() throws IOException {
            super(LoopRun.ANY_PORT, Handlers.LineEcho::new);
        }

        @Override
        public void serverActivate() throws IOException {
            super.serverActivate();
            throw new IOException("changed its mind");
        }

        @Override
        public void serverClose() {
            throw new AssertionError("nobody has this server yet");
        }
    }

    @Test
    void aConstructorThatFailsCallsNoHookOfTheHalfBuiltServerAndLeavesNoSocket() {
        for (int i = 0; i < OFTEN; i++) {
            BindException failure = assertThrows(BindException.class, () -> new WithField(NOT_OURS).close());
            assertEquals(0, failure.getSuppressed().length);
            assertEquals("changed its mind",
                    assertThrows(IOException.class, () -> new Undecided().close()).getMessage());
        }
    }

    private void failsAsOftenAsItIsTried(BaseServer<?> server) throws IOException {
        try (server) {
            for (int i = 0; i < OFTEN; i++) {
                assertThrows(BindException.class, server::serverBind);
            }
        } // NoLeaks counts what each of them has opened
    }

    @Test
    void aBindThatFailsLeavesNoSocket() throws IOException {
        SocketAddress taken = UnixDomainSocketAddress.of(Files.createFile(folder.resolve("taken")));
        failsAsOftenAsItIsTried(new TCPServer(NOT_OURS, Handlers.LineEcho::new, false));
        failsAsOftenAsItIsTried(new UDPServer(NOT_OURS, Handlers.DatagramEcho::new, false));
        failsAsOftenAsItIsTried(new UnixDatagramServer(taken, Handlers.DatagramEcho::new, false));
    }

    @Test
    void whatIsBoundActivatedOrClosedCanNotBeSoAgain() throws IOException {
        TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new, false) {
            @Override
            protected boolean allowReusePort() {
                return true; // or the system would find out by itself
            }
        };
        try (server) {
            server.serverBind();
            assertThrows(BindException.class, server::serverBind);
            server.serverActivate();
            assertThrows(BindException.class, server::serverBind);
            assertThrows(BindException.class, server::serverActivate);
        }
        assertFalse(server.channel().isOpen());
        assertThrows(BindException.class, server::serverBind);
        assertThrows(BindException.class, server::serverActivate);
        UDPServer datagrams = new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new);
        try (datagrams) {
            assertThrows(BindException.class, datagrams::serverBind);
        }
        assertThrows(BindException.class, datagrams::serverBind);
    }
}
