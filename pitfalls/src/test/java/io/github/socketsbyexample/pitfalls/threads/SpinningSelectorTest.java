package io.github.socketsbyexample.pitfalls.threads;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class SpinningSelectorTest {

    private static final int MORE_THAN_ALL_BUFFERS = 16 << 20;
    private static final Duration BUSY = Duration.ofMillis(200);

    @Test
    void brokenReturnsFromSelectAllTheTime() throws IOException {
        int rounds = SpinningSelector.rounds(SpinningSelector::readAndWrite);
        assertTrue(rounds > SpinningSelector.MANY, rounds + " rounds");
    }

    @Test
    void fixedReturnsFromSelectWhenThereIsSomethingToDo() throws IOException {
        int rounds = SpinningSelector.rounds(SpinningSelector::readOrWrite);
        assertTrue(0 < rounds && rounds < SpinningSelector.FEW, rounds + " rounds");
    }

    @Test
    void fixedSleepsWhileItsClientDoesNotReadAndSendsAllOfItThen() throws IOException {
        AtomicInteger rounds = new AtomicInteger();
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Socket client = new Socket(listener.socket().getInetAddress(), listener.socket().getLocalPort());
                SocketChannel accepted = listener.accept()) {
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            BlockingCall server = BlockingCall
                    .at(() -> SpinningSelector.echo(accepted, SpinningSelector::readOrWrite, rounds));
            BlockingCall sender = BlockingCall.at(() -> {
                client.getOutputStream().write(new byte[MORE_THAN_ALL_BUFFERS]);
                client.shutdownOutput();
                return "sent";
            });
            assertEquals("still blocked", sender.outcome(BUSY));
            await().until(() -> { // all buffers are full
                int before = rounds.get();
                assertEquals("still blocked", server.outcome(BUSY));
                return rounds.get() - before < SpinningSelector.FEW;
            });
            assertEquals(MORE_THAN_ALL_BUFFERS, client.getInputStream().readNBytes(MORE_THAN_ALL_BUFFERS).length);
            assertEquals("sent", sender.outcome(LoopbackConnection.DEADLINE));
            assertEquals("end", server.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
