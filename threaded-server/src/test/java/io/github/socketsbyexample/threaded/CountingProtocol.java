package io.github.socketsbyexample.threaded;

import static org.awaitility.Awaitility.await;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.awaitility.core.ConditionFactory;

/** A protocol that counts its conversations and chunks, to see that each one that began has ended, once. */
final class CountingProtocol implements Protocol {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Protocol protocol;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** Counts the conversations of a protocol. */
    CountingProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public ConversationHandler handler() {
        return client -> {
            opened.incrementAndGet();
            open.incrementAndGet();
            try {
                protocol.handler().converse(new CountingSocket(client));
            } finally {
                open.decrementAndGet();
            }
        };
    }

    @Override
    public Function<String, SelectorConversation> states() {
        return this::begin;
    }

    private SelectorConversation begin(String client) {
        opened.incrementAndGet();
        open.incrementAndGet();
        SelectorConversation conversation = protocol.states().apply(client);
        return new SelectorConversation() {
            @Override
            public Step begin() {
                return conversation.begin();
            }

            @Override
            public int mostBytes() {
                return conversation.mostBytes();
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

    /** A handler's view of its client, whose reads are counted; all that the handlers here use of a socket. */
    private final class CountingSocket extends Socket {

        private final Socket client;

        CountingSocket(Socket client) throws SocketException {
            super((SocketImpl) null);
            this.client = client;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(client.getInputStream()) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int n = super.read(buffer, offset, length);
                    received.addAndGet(n > 0 ? 1 : 0);
                    return n;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return client.getOutputStream();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return client.getRemoteSocketAddress();
        }

        @Override
        public synchronized void setSoTimeout(int timeout) throws SocketException {
            client.setSoTimeout(timeout);
        }
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
