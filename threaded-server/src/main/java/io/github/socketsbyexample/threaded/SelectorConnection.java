package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.threaded.SelectorConversation.Step;

/**
 * Drives a {@link SelectorConversation} over a non-blocking channel: it takes each step as far as that goes without waiting, and
 * asks the selector or a timer to call again for the rest. While output is pending nothing is read, so a client that
 * does not read its answers can't make the server hold more than one of them. One thread, the selector's.
 */
final class SelectorConnection {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final TimerQueue timers;
    private final ByteBuffer buffer;
    private final Consumer<SelectorConnection> ended;
    private final Failures failures;
    private final String address;
    private final SelectorConversation conversation;

    private ByteBuffer pending = NOTHING; // what the client was too slow to take
    private Step afterPending = Step.READ;
    private TimerQueue.@Nullable Timer timer;

    /** A piece of the conversation, which the network may fail. */
    @FunctionalInterface
    private interface Piece {
        void run() throws IOException;
    }

    /**
     * Takes a connection over, and closes it in the end.
     *
     * @param key the channel's, its interest kept here
     * @param buffer to read into; all connections of a thread share it
     * @param ended is told of the end, once
     */
    SelectorConnection(SocketChannel channel, SelectionKey key, Function<String, SelectorConversation> conversations,
            TimerQueue timers, ByteBuffer buffer,
            Consumer<SelectorConnection> ended, Failures failures) throws IOException {
        this.channel = channel;
        this.key = key;
        this.timers = timers;
        this.buffer = buffer;
        this.ended = ended;
        this.failures = failures;
        this.address = Addresses.format(channel.getRemoteAddress());
        this.conversation = conversations.apply(address);
    }

    /** Begins the conversation. */
    void begin() {
        attempt(() -> take(conversation.begin()));
    }

    /** Goes on when the channel is ready. */
    void ready() {
        attempt(pending.hasRemaining() ? this::writePending : this::read);
    }

    private void attempt(Piece piece) {
        try {
            piece.run();
        } catch (IOException e) {
            failures.departed(address, e); // only the client's channel can fail here
            close();
        } catch (RuntimeException e) {
            failures.report(address, e);
            close();
        }
    }

    private void read() throws IOException {
        buffer.clear().limit(Math.min(buffer.capacity(), conversation.mostBytes()));
        int n = channel.read(buffer);
        if (n == 0) {
            return; // a selector may be wrong about readiness
        }
        cancelTimer();
        take(n == -1 ? conversation.ended() : conversation.received(buffer.flip()));
    }

    private void writePending() throws IOException {
        channel.write(pending);
        if (!pending.hasRemaining()) {
            pending = NOTHING;
            take(afterPending);
        }
    }

    private void take(Step step) throws IOException {
        switch (step) {
            case Step.Send(ByteBuffer output, Step next) -> {
                channel.write(output); // takes what fits the system's buffer, perhaps nothing
                if (output.hasRemaining()) {
                    pending = ByteBuffer.allocate(output.remaining()).put(output).flip(); // the output may be the buffer
                    afterPending = next;
                    await(SelectionKey.OP_WRITE);
                } else {
                    take(next);
                }
            }
            case Step.Read() -> await(SelectionKey.OP_READ);
            case Step.ReadWithin(Duration patience, Supplier<Step> otherwise) -> {
                await(SelectionKey.OP_READ);
                takeAfter(patience, otherwise);
            }
            case Step.Pause(Duration time, Supplier<Step> then) -> {
                await(0);
                takeAfter(time, then);
            }
            case Step.End() -> close();
        }
    }

    private void await(int operations) {
        if (key.interestOps() != operations) { // telling the system of no change would be a call for nothing
            key.interestOps(operations);
        }
    }

    private void takeAfter(Duration time, Supplier<Step> step) {
        timer = timers.after(time, () -> attempt(() -> take(step.get())));
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Ends the conversation, wherever it is; no harm if it has ended. */
    void close() {
        if (!channel.isOpen()) {
            return;
        }
        cancelTimer();
        try {
            channel.close();
        } catch (IOException e) {
            failures.departed(address, e);
        }
        ended.accept(this);
        conversation.close();
    }
}
