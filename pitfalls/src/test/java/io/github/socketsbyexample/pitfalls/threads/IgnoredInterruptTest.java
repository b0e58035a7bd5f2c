package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class IgnoredInterruptTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);

    @Test
    void brokenLeavesAPlatformThreadBlocked() throws IOException {
        assertEquals("still blocked",
                IgnoredInterrupt.stopped(Thread.ofPlatform().daemon(), IgnoredInterrupt::interrupt, A_WHILE));
    }

    @Test
    void interruptOfAVirtualThreadClosesItsSocket() throws IOException {
        assertEquals("SocketException: Closed by interrupt",
                IgnoredInterrupt.stopped(Thread.ofVirtual(), IgnoredInterrupt::interrupt, LoopbackConnection.DEADLINE));
    }

    @Test
    void fixedEndsBothKindsOfThreads() throws IOException {
        assertEquals("SocketException: Socket closed",
                IgnoredInterrupt.stopped(Thread.ofPlatform().daemon(), IgnoredInterrupt::close,
                        LoopbackConnection.DEADLINE));
        assertEquals("SocketException: Socket closed",
                IgnoredInterrupt.stopped(Thread.ofVirtual(), IgnoredInterrupt::close, LoopbackConnection.DEADLINE));
    }

    @Test
    void interruptOfAPlatformThreadEndsNeitherAcceptNorReceive() throws IOException {
        BlockingCall accepting;
        BlockingCall receiving;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            accepting = BlockingCall.at(Thread.ofPlatform().daemon(), listener::accept);
            receiving = BlockingCall.at(Thread.ofPlatform().daemon(), () -> {
                receiver.receive(new DatagramPacket(new byte[1], 1));
                return "received";
            });
            accepting.thread().interrupt();
            receiving.thread().interrupt();
            assertEquals("still blocked", accepting.outcome(A_WHILE));
            assertEquals("still blocked", receiving.outcome(A_WHILE));
        }
        assertEquals("SocketException: Socket closed", accepting.outcome(LoopbackConnection.DEADLINE));
        assertEquals("SocketException: Socket closed", receiving.outcome(LoopbackConnection.DEADLINE));
    }

    @Test
    void interruptOfAVirtualThreadClosesTheListenerThatItAcceptsFrom() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BlockingCall accepting = BlockingCall.at(Thread.ofVirtual(), listener::accept);
            accepting.thread().interrupt();
            assertEquals("SocketException: Closed by interrupt", accepting.outcome(LoopbackConnection.DEADLINE));
            assertTrue(listener.isClosed());
        }
    }

    @Test
    void interruptClosesAChannelInBothKindsOfThreads() throws IOException {
        for (Thread.Builder kind : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress())) {
                BlockingCall reading = BlockingCall.at(kind, () -> channel.read(ByteBuffer.allocate(1)));
                reading.thread().interrupt();
                assertEquals("ClosedByInterruptException", reading.outcome(LoopbackConnection.DEADLINE));
            }
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress())) {
                BlockingCall reading = BlockingCall.at(kind, channel.socket().getInputStream()::read);
                reading.thread().interrupt();
                assertTrue(reading.outcome(LoopbackConnection.DEADLINE).contains("Closed"));
            }
        }
    }
}
