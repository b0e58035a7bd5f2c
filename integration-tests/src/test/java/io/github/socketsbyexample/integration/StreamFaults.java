package io.github.socketsbyexample.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.github.socketsbyexample.tools.Outlet;

/** What disturbs a stream, in one direction of one connection. */
final class StreamFaults {

    private StreamFaults() {}

    /** Sends every byte alone. */
    static final class Slice extends PassingOutlet {

        Slice(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                out.send(bytes, offset + i, 1);
            }
        }
    }

    /** Sends in one piece what arrives within a moment; the end of the stream waits for nothing. */
    static final class Glue extends PassingOutlet {

        static final Duration MOMENT = Duration.ofMillis(20); // more than lies between two writes in a row
        private static final int MOST_BYTES = 64 * 1024; // a flood shall not be held in memory

        private final Duration moment;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream(); // guarded by this

        Glue(Outlet out, Duration moment) {
            super(out);
            this.moment = moment;
        }

        @Override
        public synchronized void send(byte[] bytes, int offset, int length) throws IOException {
            if (collected.size() == 0) {
                Thread.ofVirtual().start(this::sendLater);
            }
            collected.write(bytes, offset, length);
            if (collected.size() >= MOST_BYTES) {
                sendCollected();
            }
        }

        private void sendLater() {
            try {
                Thread.sleep(moment);
                sendCollected();
            } catch (IOException | InterruptedException e) {
                return; // whoever reads from the receiver finds out, too
            }
        }

        private synchronized void sendCollected() throws IOException {
            byte[] glued = collected.toByteArray();
            collected.reset();
            if (glued.length > 0) {
                out.send(glued, 0, glued.length);
            }
        }

        @Override
        public synchronized void end() throws IOException {
            sendCollected();
            out.end();
        }
    }

    /** Sends everything later. */
    static final class Latency extends PassingOutlet {

        private static final Duration DELAY = Duration.ofMillis(50); // from one continent to another

        Latency(Outlet out) {
            super(out);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            try {
                Thread.sleep(DELAY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the relay is being closed");
            }
            out.send(bytes, offset, length);
        }
    }

    /** Passes the beginning of a message on, then does something to the connection, and swallows all that follows. */
    abstract static class Broken extends PassingOutlet {

        private static final int PASSED_BYTES = 3; // in the middle of whatever the collection's protocols send first

        private final Passage passage;
        private int passed;

        Broken(Outlet out, Passage passage) {
            super(out);
            this.passage = passage;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            int passing = Math.min(length, PASSED_BYTES - passed);
            if (passing > 0) {
                passed += passing;
                synchronized (passage) { // the answer to these bytes may come before their sender gets any further
                    out.send(bytes, offset, passing);
                    if (isBroken()) {
                        happen(passage);
                    }
                }
            }
        }

        /** Does it, once. */
        abstract void happen(Passage through) throws IOException;

        final boolean isBroken() {
            return passed == PASSED_BYTES;
        }

        @Override
        public void end() throws IOException {
            if (!isBroken()) {
                out.end();
            }
        }
    }

    /** Lets nothing more through. */
    static final class Stall extends Broken {

        Stall(Outlet out, Passage passage) {
            super(out, passage);
        }

        @Override
        void happen(Passage through) {
            // nothing: that is all
        }

        /** Does not return, because a relay closes a connection whose streams have both ended. */
        @Override
        public void end() throws IOException {
            super.end();
            try {
                if (isBroken()) {
                    new CountDownLatch(1).await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the relay is being closed");
            }
        }
    }

    /** Closes the connection. */
    static final class Cut extends Broken {

        Cut(Outlet out, Passage passage) {
            super(out, passage);
        }

        @Override
        void happen(Passage through) throws IOException {
            through.close();
            out.cut();
        }
    }

    /** Resets the connection. */
    static final class Reset extends Broken {

        Reset(Outlet out, Passage passage) {
            super(out, passage);
        }

        @Override
        void happen(Passage through) throws IOException {
            through.close();
            out.reset();
        }
    }

    /** Ends the stream. */
    static final class HalfClose extends Broken {

        HalfClose(Outlet out, Passage passage) {
            super(out, passage);
        }

        @Override
        void happen(Passage through) throws IOException {
            out.end();
        }
    }

    /** Sends as many random bytes, none of them ASCII. */
    static final class Garbage extends PassingOutlet {

        private static final int NOT_ASCII = 0x80;

        private final Random random;

        Garbage(Outlet out, Passage passage) {
            super(out);
            random = new Random(passage.seed());
        }

        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            byte[] garbage = new byte[length];
            for (int i = 0; i < length; i++) {
                garbage[i] = (byte) (random.nextInt() | NOT_ASCII); // one draw a byte: the same however it is cut
            }
            out.send(garbage, 0, length);
        }
    }
}
