package io.github.socketsbyexample.socketserver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.DatagramRequest;
import io.github.socketsbyexample.socketserver.TCPServer;
import io.github.socketsbyexample.socketserver.ThreadingTCPServer;
import io.github.socketsbyexample.socketserver.UDPServer;

/** What the documents' handlers make of bytes that arrive in other pieces than the documents' clients send. */
@ExtendWith(NoLeaks.class)
class HandlersTest {

    private static RunningServer start(TCPServer server, Supplier<? extends BaseRequestHandler<Socket>> handler)
            throws IOException {
        server.open(RunningServer.ANY_PORT, handler);
        return new RunningServer(new Serving(server, Duration.ZERO));
    }

    private static RunningServer start(Supplier<? extends BaseRequestHandler<Socket>> handler) throws IOException {
        return start(new TCPServer(), handler);
    }

    @Test
    void tcpHandlerAnswersOneReadAndCloses() throws Exception {
        try (RunningServer server = start(UpperTcpServer.MyTCPHandler::new); RawPeer peer = server.connect()) {
            peer.send(" hello\r\n");
            assertEquals("HELLO", new String(peer.readAll(), UTF_8));
        }
    }

    @Test
    void tcpHandlerClosesForAClientThatSaysNothing() throws Exception {
        try (RunningServer server = start(UpperTcpServer.MyTCPHandler::new); RawPeer peer = server.connect()) {
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void bytesThatAreNoAsciiLettersGoThroughAsTheyAre() throws Exception {
        Charset gbk = Charset.forName("GBK");
        try (RunningServer server = start(UpperTcpServer.MyTCPHandler::new); RawPeer peer = server.connect()) {
            peer.send("你好 abc".getBytes(gbk));
            assertArrayEquals("你好 ABC".getBytes(gbk), peer.readAll());
        }
    }

    @Test
    void streamHandlerPutsALineTogetherFromItsBytes() throws Exception {
        try (RunningServer server = start(UpperStreamServer.MyTCPHandler::new); RawPeer peer = server.connect()) {
            for (byte b : "in pieces".getBytes(UTF_8)) {
                peer.send(b);
            }
            peer.send("\nand more");
            assertEquals("IN PIECES", new String(peer.readAll(), UTF_8));
        }
    }

    @Test
    void streamHandlerTakesALineThatTheEndOfTheStreamEnds() throws Exception {
        try (RunningServer server = start(UpperStreamServer.MyTCPHandler::new); RawPeer peer = server.connect()) {
            peer.send("no line end");
            peer.halfClose();
            assertEquals("NO LINE END", new String(peer.readAll(), UTF_8));
        }
    }

    @Test
    void streamHandlerDoesNotFillItsMemoryWithALineThatNeverEnds() throws Exception {
        try (RunningServer server = start(UpperStreamServer.MyTCPHandler::new)) {
            try (RawPeer endless = server.connect()) {
                endless.send(new byte[64 * 1024 + 1]);
                assertEquals(0, endless.readAll().length);
            }
            try (RawPeer next = server.connect()) {
                next.send("next\n");
                assertEquals("NEXT", new String(next.readAll(), UTF_8));
            }
        }
    }

    @Test
    void threadingHandlerAnswersUntilNothingButWhiteSpaceComes() throws Exception {
        try (RunningServer server = start(new ThreadingTCPServer(), UpperThreadingServer.MyTCPHandler::new);
                RawPeer idle = server.connect();
                RawPeer peer = server.connect()) {
            for (String word : new String[]{"one", "two"}) {
                peer.send(word + "\n");
                assertEquals(word.toUpperCase(Locale.ROOT), peer.readText(3));
            }
            peer.send(" \n");
            assertEquals(0, peer.readAll().length);
            idle.send("x");
            assertEquals("X", idle.readText(1));
        }
    }

    @Test
    void udpHandlerAnswersEveryDatagramFromTheServersAddress() throws Exception {
        UDPServer server = new UpperUdpServer.MyUDPServer();
        server.open(RunningServer.ANY_PORT, UpperUdpServer.MyUDPHandler::new);
        try (RunningServer running = new RunningServer(new Serving(server, Duration.ZERO));
                RawDatagrams peer = new RawDatagrams()) {
            InetSocketAddress address = running.address();
            peer.send(address, "\thello\n");
            assertEquals("HELLO", peer.receive().text());
            peer.send(address, "");
            assertEquals("", peer.receive().text());
        }
    }

    @Test
    void udpServerDoesNotAnswerWhatComesFromItsOwnPort() throws Exception {
        UDPServer server = new UpperUdpServer.MyUDPServer();
        server.open(RunningServer.ANY_PORT, UpperUdpServer.MyUDPHandler::new);
        try (RunningServer running = new RunningServer(new Serving(server, Duration.ZERO));
                RawDatagrams twin = onAnotherLoopbackAddress(running.address().getPort());
                RawDatagrams client = new RawDatagrams()) {
            twin.send(running.address(), "x");
            client.send(running.address(), "y");
            assertEquals("Y", client.receive().text());
            twin.socket().setSoTimeout(1); // datagrams are answered in turn: it would be there
            assertThrows(SocketTimeoutException.class, twin::receive);
        }
    }

    private static RawDatagrams onAnotherLoopbackAddress(int port) throws IOException {
        try {
            return new RawDatagrams(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port));
        } catch (BindException e) {
            Machine.require("127.0.0.2", false, "127.0.0.2 is no address here, or its port is taken");
            throw e;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "7, false", "1023, false", "1024, true", "65535, true"})
    void udpServerTakesClientsToBeWhereNoSystemServersAre(int port, boolean verified) throws Exception {
        UpperUdpServer.MyUDPServer server = new UpperUdpServer.MyUDPServer();
        server.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9999), UpperUdpServer.MyUDPHandler::new,
                false);
        DatagramRequest request = new DatagramRequest(new byte[0], (data, address) -> {}, false);
        assertEquals(verified,
                server.verifyRequest(request, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), port)));
    }
}
