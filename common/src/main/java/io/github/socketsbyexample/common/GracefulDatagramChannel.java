package io.github.socketsbyexample.common;

import java.io.Closeable;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A UDP server's socket whose {@link #close} lets the datagram in progress be answered: that is the one which {@link
 * #receive} returned last, until the same thread calls {@link #receive} again. One thread receives and answers; any
 * thread may close.
 */
public final class GracefulDatagramChannel implements Closeable {

    private final DatagramChannel channel;
    private final SocketAddress localAddress;
    private final Duration grace;
    private final ReentrantLock answering = new ReentrantLock(); // held while a datagram is in progress
    private volatile boolean closing;

    /** Takes a bound channel over. */
    GracefulDatagramChannel(DatagramChannel channel, Duration grace) throws IOException {
        this.channel = channel;
        this.localAddress = channel.getLocalAddress();
        this.grace = grace;
    }

    /** Returns where it listens, also once it is closed. */
    public SocketAddress localAddress() {
        return localAddress;
    }

    /**
     * Waits for the next datagram; the one before is done.
     *
     * @param datagram gets its bytes from its position on, as far as there is room: the rest is lost in silence (see
     *        {@link DatagramSettings#MAX_PAYLOAD}). A datagram may be empty: no bytes are no end.
     * @return the sender
     * @throws ClosedChannelException if this socket is closed, before or meanwhile, or the thread is interrupted, which
     *         closes it
     */
    public SocketAddress receive(ByteBuffer datagram) throws IOException {
        if (answering.isHeldByCurrentThread()) {
            answering.unlock();
        }
        SocketAddress sender = nextSender(datagram);
        answering.lock();
        if (closing) { // came in while close() was at work: an answer could not leave any more
            answering.unlock();
            throw new ClosedChannelException();
        }
        return sender;
    }

    private SocketAddress nextSender(ByteBuffer datagram) throws IOException {
        while (true) {
            try {
                return channel.receive(datagram);
            } catch (PortUnreachableException e) {
                // An earlier answer found nobody (Windows: error 10054). The JDK keeps that from sockets that are not
                // connected, but does not promise it; the other clients shall not suffer for it.
            }
        }
    }

    /**
     * Sends a datagram.
     *
     * @param datagram the bytes between its position and its limit, in one datagram or not at all
     * @throws IOException if it can't leave: too long for a datagram, no route, port 0
     */
    public void send(ByteBuffer datagram, SocketAddress receiver) throws IOException {
        channel.send(datagram, receiver);
    }

    /** Wakes {@link #receive}, waits for the datagram in progress up to the grace, and frees the port. */
    @Override
    public void close() throws IOException {
        closing = true; // before the lock: a receiver under load would go on taking that before us
        boolean answered = false;
        try {
            answered = answering.tryLock(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
        try {
            channel.close();
        } finally {
            if (answered) {
                answering.unlock();
            }
        }
    }
}
