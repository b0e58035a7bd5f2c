package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.socketsbyexample.common.Addresses;

/** Drives a {@link Conversation} over a blocking socket: it takes each step at once and waits in it, in one thread. */
public final class BlockingConversation {

    private static final int FIRST_BUFFER_BYTES = 1024; // the documents' recv(1024), and all that an idle client costs
    private static final int LARGEST_BUFFER_BYTES = 64 * 1024; // beyond, the JDK allocates a native buffer every call
    private static final int GROWTH = 8;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Conversation conversation;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private boolean filled; // by the last read: there is more to come

    private BlockingConversation(Socket socket, Conversation conversation) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.conversation = conversation;
    }

    /** Returns what lets any server of blocking sockets speak a protocol. */
    public static ConversationHandler handler(Protocol protocol) {
        return client -> {
            String address = Addresses.format(client.getRemoteSocketAddress());
            try (Conversation conversation = protocol.open(address)) {
                new BlockingConversation(client, conversation).converse();
            }
        };
    }

    private void converse() throws IOException {
        Step step = conversation.begin();
        while (!(step instanceof Step.End)) {
            step = switch (step) {
                case Step.Send(ByteBuffer output, Step next) -> {
                    write(output);
                    letOthersGoFirst();
                    yield next;
                }
                case Step.Read() -> read();
                case Step.ReadWithin(Duration patience, Supplier<Step> otherwise) -> readWithin(patience, otherwise);
                case Step.Pause(Duration time, Supplier<Step> then) -> {
                    pause(time);
                    yield then.get();
                }
                case Step.End end -> end;
            };
        }
    }

    private void write(ByteBuffer output) throws IOException {
        if (output.hasArray()) {
            out.write(output.array(), output.arrayOffset() + output.position(), output.remaining());
        } else {
            byte[] bytes = new byte[output.remaining()];
            output.get(bytes);
            out.write(bytes);
        }
    }

    /**
     * By the time that a virtual thread has its turn again its client's next request has often come, and the read then
     * neither waits nor wakes: a fifth more answers a second from one core (docs/benchmarks.md). A stream goes on at once
     * while what it brings is still in the processor's cache. To be right it needs none of this.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private void letOthersGoFirst() {
        if (!filled) {
            Thread.yield();
        }
    }

    private Step read() throws IOException {
        int n = in.read(buffer);
        if (n == -1) {
            return conversation.ended();
        }
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n);
        filled = n == buffer.length;
        if (filled && n < LARGEST_BUFFER_BYTES) {
            buffer = new byte[GROWTH * n]; // this client sends more than one buffer holds; the chunk keeps the old one
        }
        return conversation.received(chunk);
    }

    /** SO_TIMEOUT, for this one read alone: a timer for every read would halve a virtual thread's throughput. */
    private Step readWithin(Duration patience, Supplier<Step> otherwise) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        Step step;
        try {
            step = read();
        } catch (SocketTimeoutException e) {
            step = otherwise.get();
        }
        socket.setSoTimeout(0);
        return step;
    }

    private static void pause(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }
}
