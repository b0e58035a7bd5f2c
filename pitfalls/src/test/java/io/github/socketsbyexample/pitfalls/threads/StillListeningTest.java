package io.github.socketsbyexample.pitfalls.threads;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;

@ExtendWith(NoLeaks.class)
class StillListeningTest {

    private static final String BROKEN = "client: connected; new listener: BindException: Address already in use";
    private static final String FIXED = "client: ConnectException: Connection refused; new listener: listening";

    @Test
    void brokenStillListens() throws IOException {
        assertEquals(BROKEN, StillListening.afterwards(StillListening::close));
    }

    @Test
    void fixedListensNoMore() throws IOException {
        assertEquals(FIXED, StillListening.afterwards(StillListening::closeAndSelect));
    }

    @Test
    void aThreadThatSelectsHoldsThePortUntilItIsWoken() throws IOException {
        try (Selector selector = Selector.open(); ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            selectElsewhere(selector);
            StillListening.close(listener, selector);
            assertThrows(BindException.class, () -> StillListening.listen(address));
            selector.wakeup();
            await().until(() -> BlockingCall.outcome(() -> StillListening.listen(address)).equals("listening"));
        }
    }

    private static void selectElsewhere(Selector selector) {
        BlockingCall selecting = BlockingCall.at(() -> {
            while (selector.isOpen()) {
                selector.select();
                selector.selectedKeys().clear();
            }
            return "closed";
        });
        await().until(() -> {
            StackTraceElement[] stack = selecting.thread().getStackTrace();
            return stack.length > 0 && stack[0].isNativeMethod(); // it waits
        });
    }

    @Test
    void aCancelledKeyStandsInTheWayOfANewOneUntilThen() throws IOException {
        try (Selector selector = Selector.open(); ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT).cancel();
            assertThrows(CancelledKeyException.class, () -> listener.register(selector, SelectionKey.OP_ACCEPT));
            selector.selectNow();
            listener.register(selector, SelectionKey.OP_ACCEPT);
        }
    }
}
