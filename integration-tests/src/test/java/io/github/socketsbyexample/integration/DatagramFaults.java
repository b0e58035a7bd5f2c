package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.tools.Outlet;

/** What disturbs datagrams, in one direction between one client and the server. */
final class DatagramFaults {

    private DatagramFaults() {}

    /** Loses the first. */
    static final class Drop extends PassingOutlet {

        private boolean dropped;

        Drop(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            if (dropped) {
                out.send(bytes, offset, length);
            }
            dropped = true;
        }
    }

    /** Sends each twice. */
    static final class Duplicate extends PassingOutlet {

        Duplicate(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            out.send(bytes, offset, length);
            out.send(bytes, offset, length);
        }
    }

    /** Sends the first after the second. */
    static final class Reorder extends PassingOutlet {

        private byte @Nullable [] held;
        private boolean reordered;

        Reorder(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            byte[] first = held;
            if (first == null && !reordered) {
                held = Arrays.copyOfRange(bytes, offset, offset + length);
                return;
            }
            out.send(bytes, offset, length);
            if (first != null) {
                out.send(first, 0, first.length);
                held = null;
                reordered = true;
            }
        }
    }

    /** Sends the first half of each. */
    static final class Truncate extends PassingOutlet {

        Truncate(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            out.send(bytes, offset, length / 2);
        }
    }
}
