package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class NobodyToAcceptTest {

    private static final String ALL = NobodyToAccept.CLIENTS + " clients served";
    private static final Duration A_WHILE = Duration.ofMillis(300);

    @Test
    void brokenAcceptsWhereNobodyIs() throws IOException {
        assertEquals("NullPointerException: accept returned null",
                NobodyToAccept.outcome(NobodyToAccept::leaveSelected, LoopbackConnection.DEADLINE));
    }

    @Test
    void fixedServesEveryClient() throws IOException {
        assertEquals(ALL, NobodyToAccept.outcome(NobodyToAccept::clearSelected, LoopbackConnection.DEADLINE));
    }

    @Test
    void brokenIsDeafIfItGoesByTheNumber() throws IOException {
        assertEquals("still blocked", NobodyToAccept.outcome((selector, handler) -> {
            if (selector.select() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    handleOrIgnore(handler, key);
                }
            }
        }, A_WHILE));
    }

    private static void handleOrIgnore(NobodyToAccept.Handler handler, SelectionKey key) throws IOException {
        try {
            handler.handle(key);
        } catch (NullPointerException e) {
            // as a loop does that has learnt that accept may return null
        }
    }

    @Test
    void anActionNeedsNoSet() throws IOException {
        assertEquals(ALL, NobodyToAccept.outcome(NobodyToAcceptTest::act, LoopbackConnection.DEADLINE));
    }

    private static void act(Selector selector, NobodyToAccept.Handler handler) throws IOException {
        selector.select(key -> {
            try {
                handler.handle(key);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
