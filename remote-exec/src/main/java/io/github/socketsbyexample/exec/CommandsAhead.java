package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Reads a client's commands ahead of their turn, in a virtual thread of its own, until the stream ends: that is how a
 * server notices that a client has left while it works for it. So this reader never waits for room: a client that sends
 * more ahead than there is room for loses its connection, since its leaving could not be seen behind what is unread.
 * When reading ends while a command runs, the conversation's thread is interrupted, and {@link #next} tells it why.
 */
final class CommandsAhead implements AutoCloseable {

    private static final int MOST_BYTES = 128 * 1024; // waiting for their turn, each client's
    private static final int EACH_BYTES = 32; // what even an empty one takes of the memory

    /** Reads one command from the client. */
    @FunctionalInterface
    interface Source {
        /** Returns it, or null at the end of the stream. */
        byte @Nullable [] read() throws IOException;
    }

    private final Source source;
    private final Duration patience;
    private final Thread conversation = Thread.currentThread();
    private final Deque<byte[]> commands = new ArrayDeque<>(); // guarded by this, as is all that follows
    private int bytes;
    private boolean running; // a command that next() returned
    private boolean streamEnded;
    private boolean over; // nothing more is to be run
    private @Nullable Throwable reason;

    /**
     * Begins to read; the calling thread is the one that converses.
     *
     * @param patience how long commands may go on when the client's stream has ended
     */
    CommandsAhead(Source source, Duration patience) {
        this.source = source;
        this.patience = patience;
        Thread.ofVirtual().name("commands ahead").start(this::read);
    }

    private void read() {
        try {
            for (byte[] command; (command = source.read()) != null;) {
                add(command);
            }
            awaitAnswers();
            end(null);
        } catch (Throwable e) { // whatever it is, the conversation's thread has to know
            end(e);
        }
    }

    private synchronized void add(byte[] command) throws ProtocolException {
        bytes += command.length + EACH_BYTES;
        if (bytes > MOST_BYTES) {
            throw new ProtocolException("more than " + MOST_BYTES + " bytes of commands sent ahead of their turn");
        }
        commands.add(command);
        notifyAll();
    }

    private synchronized void awaitAnswers() throws InterruptedException {
        streamEnded = true;
        notifyAll();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left; !over && (left = (deadline - System.nanoTime()) / 1_000_000) > 0;) {
            wait(left);
        }
    }

    private synchronized void end(@Nullable Throwable why) {
        if (!over) {
            over = true;
            reason = why;
            notifyAll();
            if (running) {
                conversation.interrupt();
            }
        }
    }

    /**
     * Waits for the next command, or returns null if there is none to come. From here until the next call the thread may
     * be interrupted, which is no more than the advice to call this again.
     *
     * @throws IOException if the client's stream ended otherwise than by its end
     */
    synchronized byte @Nullable [] next() throws IOException {
        running = false;
        boolean _ = Thread.interrupted(); // has done its work
        try {
            while (!over && !streamEnded && commands.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("somebody else interrupted this thread", e);
        }
        if (!over) {
            byte[] command = commands.poll();
            running = command != null;
            bytes -= running ? command.length + EACH_BYTES : 0;
            return command;
        }
        return switch (reason) {
            case IOException trouble -> throw trouble;
            case RuntimeException bug -> throw bug;
            case Error fatal -> throw fatal;
            case null, default -> null;
        };
    }

    /** Leaves the reading thread to the end of the connection, which is the caller's to bring about. */
    @Override
    public synchronized void close() {
        over = true;
        commands.clear();
        notifyAll();
    }
}
