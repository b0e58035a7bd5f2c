package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import io.github.socketsbyexample.common.Addresses;

/**
 * One TCP connection of a load: asks, and checks every byte that comes back. Never blocks, except to connect if told
 * so. One thread.
 */
final class Asker implements AutoCloseable {

    private static final int SPARE_BYTES = 1024; // beyond a whole answer, to see what nobody asked for

    /** What all connections of a thread share. */
    static final class Buffers {

        private final Exchange exchange;
        private final ByteBuffer out;
        private final ByteBuffer in;
        private final ByteBuffer expected;

        Buffers(Exchange exchange) {
            this.exchange = exchange;
            this.out = ByteBuffer.allocateDirect(exchange.mostBytes());
            this.in = ByteBuffer.allocateDirect(exchange.mostBytes() + SPARE_BYTES);
            this.expected = ByteBuffer.allocateDirect(exchange.mostBytes());
        }
    }

    final int connection;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Buffers buffers;
    private long number = -1; // of the request
    private boolean asked;
    private int sent;
    private int received;
    private boolean ended; // our side

    /** What a look at the connection found. */
    enum Event {
        /** Nothing, or part of an answer. */
        NOTHING,
        /** The connection is there. */
        CONNECTED,
        /** An answer is complete, and right. */
        ANSWERED,
        /** The server has ended its side, after we ended ours. */
        ENDED
    }

    /**
     * Connects.
     *
     * @param connection its number
     * @param wait whether to block until that is done
     */
    Asker(int connection, SocketAddress server, Selector selector, Buffers buffers, boolean wait)
            throws IOException {
        this.connection = connection;
        this.buffers = buffers;
        channel = server instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // requests don't wait for one another
            }
            channel.configureBlocking(wait);
            boolean connected = channel.connect(server);
            channel.configureBlocking(false);
            key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot connect to " + Addresses.format(server) + ": " + e.getMessage(), e);
        }
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    boolean isWaiting() {
        return asked;
    }

    /** Returns the number of the request that was made last, or -1. */
    long number() {
        return number;
    }

    /** Sends the next request. */
    void ask() throws IOException {
        number++;
        asked = true;
        sent = 0;
        received = 0;
        send();
    }

    private void send() throws IOException {
        ByteBuffer out = buffers.out.clear();
        buffers.exchange.putRequest(connection, number, out);
        out.flip().position(sent);
        sent += channel.write(out);
        int interest = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Ends our side; the server is to end its own. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            channel.shutdownOutput();
        }
    }

    /** Does what the selector found the connection ready for. */
    Event ready() throws IOException {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                return Event.CONNECTED;
            }
            if (key.isWritable()) {
                send();
            }
            return key.isReadable() ? read() : Event.NOTHING;
        } catch (WrongAnswerException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(this + ": " + e.getMessage(), e);
        }
    }

    private Event read() throws IOException {
        ByteBuffer in = buffers.in.clear();
        int n = channel.read(in);
        if (n == 0) {
            return Event.NOTHING;
        }
        if (n == -1) {
            return endOfStream();
        }
        if (!asked) {
            throw new WrongAnswerException(this + ": " + n + " bytes more than the answer");
        }
        check(in.flip());
        received += n;
        if (received < buffers.expected.limit()) {
            return Event.NOTHING;
        }
        asked = false;
        return Event.ANSWERED;
    }

    private Event endOfStream() throws IOException {
        if (asked || !ended) {
            throw new WrongAnswerException(this + ": the server closed the connection after " + received
                    + " bytes of the answer");
        }
        close();
        return Event.ENDED;
    }

    private void check(ByteBuffer got) throws WrongAnswerException {
        ByteBuffer expected = buffers.expected.clear();
        buffers.exchange.putAnswer(connection, number, expected);
        expected.flip();
        if (received + got.remaining() > expected.limit()) {
            throw new WrongAnswerException(this + ": " + (received + got.remaining() - expected.limit())
                    + " bytes more than the answer");
        }
        int difference = got.mismatch(expected.slice(received, got.remaining()));
        if (difference != -1) {
            throw new WrongAnswerException(this + ": byte " + (received + difference) + " of the answer is wrong");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "connection " + connection + ", request " + number;
    }
}
