package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.common.Server;

/** What becomes of a server that ends otherwise than by a signal. */
class ServerRunTest {

    /** Finds no memory. */
    private static final class Starved implements Server {

        private boolean closed;

        @Override
        public SocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50007);
        }

        @Override
        public void serve() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void oneWithoutMemoryIsClosedAndFailsAsAnyOtherDoes() {
        Starved server = new Starved();
        IOException e = assertThrows(IOException.class, new ServerRun(server)::run);
        assertEquals("the server has stopped: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
        assertTrue(server.closed);
    }
}
