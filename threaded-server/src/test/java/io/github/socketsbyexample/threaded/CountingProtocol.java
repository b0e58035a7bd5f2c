package io.github.socketsbyexample.threaded;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ConditionFactory;

/** A protocol that counts its conversations and chunks, to see that each one that began has ended, once. */
final class CountingProtocol implements Protocol {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Protocol protocol;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** Counts the conversations of a protocol. */
    CountingProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public Conversation open(String client) {
        opened.incrementAndGet();
        open.incrementAndGet();
        Conversation conversation = protocol.open(client);
        return new Conversation() {
            @Override
            public Step begin() {
                return conversation.begin();
            }

            @Override
            public Step received(ByteBuffer chunk) {
                received.incrementAndGet();
                return conversation.received(chunk);
            }

            @Override
            public Step ended() {
                return conversation.ended();
            }

            @Override
            public void close() {
                open.decrementAndGet();
                conversation.close();
            }
        };
    }

    private static ConditionFactory eventually() {
        return await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** Returns how many have begun. */
    int begun() {
        return opened.get();
    }

    /** Returns how many go on. */
    int inProgress() {
        return open.get();
    }

    /** Returns how many chunks have been received. */
    int received() {
        return received.get();
    }

    /** Waits until so many chunks have been received, and fails if that does not come. */
    void awaitReceived(int count) {
        eventually().until(() -> received.get() == count);
    }

    /** Waits until so many go on, and fails if that does not come. */
    void awaitInProgress(int count) {
        eventually().until(() -> open.get() == count);
    }
}
