package io.github.socketsbyexample.tools;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** Something that a {@link Relay} or a {@link UdpRelay} saw between a client and a server. Immutable. */
public sealed interface WireEvent {

    /** How many bytes of a chunk an event keeps: it may wait in memory with thousands of others. */
    int KEPT_BYTES = 1024;

    /** Returns which connection it belongs to, counted from 1; with UDP, which sender. */
    int connection();

    /** Returns when it was seen, since the relay began to listen. */
    Duration at();

    /** What happened in one direction. */
    sealed interface Directed extends WireEvent {
        /** Returns which way it went. */
        Direction direction();
    }

    /** Bytes on their way. */
    sealed interface Payload extends Directed {
        /** Returns how many. */
        int count();

        /** Returns the first of them, up to {@value WireEvent#KEPT_BYTES}; read-only, and the caller's own. */
        ByteBuffer beginning();
    }

    /** A client connected, and the relay to the server for it: SYN. */
    record Connected(int connection, Duration at, SocketAddress client) implements WireEvent {}

    /** A client connected, but the server can't be reached, so the client is reset; {@code reason} is one line. */
    record Refused(int connection, Duration at, SocketAddress client, String reason) implements WireEvent {}

    /** The server's system said that nobody receives datagrams there: ICMP. The client is not told. */
    record Unreachable(int connection, Duration at) implements WireEvent {}

    /** Bytes of a stream, as one read returned them: where they are cut means nothing. */
    record Bytes(int connection, Duration at, Direction direction, int count, ByteBuffer beginning)
            implements
                Payload {
        @Override
        public ByteBuffer beginning() {
            return beginning.duplicate();
        }
    }

    /** A datagram, as it was sent; it may be empty. */
    record Datagram(int connection, Duration at, Direction direction, int count, ByteBuffer beginning)
            implements
                Payload {
        @Override
        public ByteBuffer beginning() {
            return beginning.duplicate();
        }
    }

    /** One side ended its stream: FIN. {@code last}: the other side had done so before, so the connection is closed. */
    record Ended(int connection, Duration at, Direction direction, boolean last) implements Directed {}

    /** One side aborted the connection: RST. */
    record Reset(int connection, Duration at, Direction direction) implements Directed {}

    /** The relay itself ended the connection, because it was stopped. */
    record Cut(int connection, Duration at) implements WireEvent {}

    /** Returns what an event keeps of a chunk. */
    static ByteBuffer beginning(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, KEPT_BYTES);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + kept)).asReadOnlyBuffer();
    }
}
