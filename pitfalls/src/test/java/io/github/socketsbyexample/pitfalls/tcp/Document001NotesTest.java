package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** Document 001's eight notes on TCP programs, in its order: what is true of them, and what else there is to know. */
@ExtendWith(NoLeaks.class)
class Document001NotesTest {

    private static final int DEADLINE_MILLIS = (int) LoopbackConnection.DEADLINE.toMillis();

    private static ServerSocket listen() throws IOException {
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(DEADLINE_MILLIS);
        return listener;
    }

    private static Socket connect(ServerSocket listener) throws IOException {
        return connect(listener.getLocalSocketAddress());
    }

    private static Socket connect(SocketAddress address) throws IOException {
        Socket client = new Socket();
        try {
            client.connect(address, DEADLINE_MILLIS);
            client.setSoTimeout(DEADLINE_MILLIS);
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static Socket accept(ServerSocket listener) throws IOException {
        Socket accepted = listener.accept();
        accepted.setSoTimeout(DEADLINE_MILLIS);
        return accepted;
    }

    /** Closes what the test goes on to watch; that it is closed once more at the end does no harm. */
    private static void closeNow(Closeable socket) throws IOException {
        socket.close();
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static void assertReceives(String text, Socket to) throws IOException {
        assertEquals(text, new String(to.getInputStream().readNBytes(text.length()), UTF_8));
    }

    @Test
    void note1NothingIsSentBeforeAConnectionIsMade() throws IOException {
        try (Socket socket = new Socket()) {
            assertThrows(SocketException.class, () -> send(socket, "hello"));
        }
    }

    @Test
    void note2AClientNeedsNoPortOfItsOwnChoiceAndTheSystemGivesEachOneAnother() throws IOException {
        try (ServerSocket listener = listen(); Socket one = connect(listener); Socket other = connect(listener)) {
            assertNotEquals(0, one.getLocalPort());
            assertNotEquals(one.getLocalPort(), other.getLocalPort());
        }
    }

    @Test
    void note3AServerWithoutAPortAcceptsNobodyButThePortMayBeTheSystemsChoice() throws IOException {
        try (ServerSocket unbound = new ServerSocket()) {
            assertThrows(SocketException.class, unbound::accept);
            unbound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Socket client = connect(unbound); Socket accepted = accept(unbound)) {
                send(client, "found");
                assertReceives("found", accepted);
            }
        }
    }

    @Test
    void note4AListeningSocketAcceptsAndDoesNothingElse() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            assertEquals(SelectionKey.OP_ACCEPT, listener.validOps());
            assertFalse(ByteChannel.class.isInstance(listener)); // what can't work does not compile
        }
    }

    @Test
    void note5EachClientHasASocketOfItsOwnAndAllOfThemShareTheServersPort() throws IOException {
        try (ServerSocket listener = listen();
                Socket one = connect(listener);
                Socket toOne = accept(listener);
                Socket other = connect(listener);
                Socket toOther = accept(listener)) {
            send(toOther, "to the other");
            send(toOne, "to the one");
            assertReceives("to the one", one);
            assertReceives("to the other", other);
            assertEquals(listener.getLocalPort(), toOne.getLocalPort());
            assertEquals(listener.getLocalPort(), toOther.getLocalPort());
            assertEquals(one.getLocalPort(), toOne.getPort());
            assertEquals(other.getLocalPort(), toOther.getPort());
        }
    }

    @Test
    void note6ClosingAnAcceptedSocketEndsThatConversationAlone() throws IOException {
        try (ServerSocket listener = listen();
                Socket one = connect(listener);
                Socket toOne = accept(listener);
                Socket other = connect(listener);
                Socket toOther = accept(listener)) {
            send(toOne, "farewell");
            closeNow(toOne);
            assertReceives("farewell", one); // what was sent before still arrives
            assertEquals(-1, one.getInputStream().read());
            send(other, "still here");
            assertReceives("still here", toOther);
            connect(listener).close();
        }
    }

    @Test
    void note7ClosingTheListenerRefusesNewClientsAndKeepsAcceptedOnesButCutsThoseWhoWait() throws IOException {
        try (ServerSocket listener = listen();
                Socket served = connect(listener);
                Socket toServed = accept(listener);
                Socket waiting = connect(listener)) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
            closeNow(listener);
            assertThrows(ConnectException.class, () -> connect(address));
            send(served, "still here");
            assertReceives("still here", toServed);
            // The note forgets a client in the backlog: it has connected, and nobody will ever accept it.
            assertThrows(SocketException.class, () -> waiting.getInputStream().read());
        }
    }

    @Test
    void note8CloseEndsTheOthersStreamUnlessTheSocketIsSetToReset() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().close();
            assertEquals(-1, connection.server().getInputStream().read(new byte[10])); // where Python's recv returns b''
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().close();
            assertEquals(-1, connection.client().getInputStream().read(new byte[10]));
        }
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.server().setSoLinger(true, 0); // abort instead of ending: RFC 9293, section 3.10.5
            connection.server().close();
            assertThrows(SocketException.class, () -> connection.client().getInputStream().read());
        }
    }
}
