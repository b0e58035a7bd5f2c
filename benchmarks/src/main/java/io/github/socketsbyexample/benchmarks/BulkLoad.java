package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Streams that send as much as the system takes and read what comes back, at the same time: an echo server that reads
 * nothing while it writes would stand still here. Every byte is compared with what was sent in its place.
 */
final class BulkLoad implements Load {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int PERIOD_BYTES = 131_071; // of the bytes sent: a prime, so that no buffer's size divides it
    private static final long SEED = 50007; // the same bytes in every run

    private final Job job;
    private final Measurement measurement;
    private final Selector selector;
    private final Selection<Stream> selection;
    private final AnswerTimeout timeout;
    private final ByteBuffer pattern = ByteBuffer.allocateDirect(PERIOD_BYTES + CHUNK_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private boolean ending;
    private int open;

    BulkLoad(Job job, Measurement measurement) throws IOException {
        this.job = job;
        this.measurement = measurement;
        this.timeout = new AnswerTimeout(job.patience());
        this.selector = Selector.open();
        this.selection = new Selection<>(selector, Stream.class, Stream::ready);
        byte[] period = new byte[PERIOD_BYTES];
        new Random(SEED).nextBytes(period);
        pattern.put(period).put(period, 0, CHUNK_BYTES);
    }

    private final class Stream implements AutoCloseable {

        private final int number;
        private final SocketChannel channel;
        private final SelectionKey key;
        private long sent;
        private long received;

        Stream(int number) throws IOException {
            this.number = number;
            channel = SocketChannel.open(job.to());
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
        }

        void ready() throws IOException {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                write();
            }
        }

        private void write() throws IOException {
            if (ending) {
                key.interestOps(SelectionKey.OP_READ);
                channel.shutdownOutput();
                return;
            }
            sent += channel.write(patternAt(sent, CHUNK_BYTES));
        }

        private void read() throws IOException {
            int n = channel.read(in.clear());
            if (n == -1) {
                if (!ending || received < sent) {
                    throw new WrongAnswerException("stream " + number + ": the server closed it after " + received
                            + " of " + sent + " bytes");
                }
                close();
                open--;
                return;
            }
            if (received + n > sent) {
                throw new WrongAnswerException("stream " + number + ": more came back than was sent");
            }
            int difference = in.flip().mismatch(patternAt(received, n));
            if (difference != -1) {
                throw new WrongAnswerException("stream " + number + ": byte " + (received + difference)
                        + " is wrong");
            }
            received += n;
            timeout.renew(System.nanoTime());
            measurement.received(number, n);
        }

        private ByteBuffer patternAt(long position, int length) {
            return pattern.slice((int) (position % PERIOD_BYTES), length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public void run() throws IOException {
        List<Stream> streams = new ArrayList<>();
        try (selector) {
            for (int i = 0; i < job.connections(); i++) {
                streams.add(new Stream(i));
                open++;
            }
            measurement.begin(System.nanoTime());
            while (measurement.goesOn(System.nanoTime())) {
                round();
            }
            ending = true;
            while (open > 0) {
                round();
            }
        } finally {
            for (Stream stream : streams) {
                stream.close();
            }
        }
    }

    private void round() throws IOException {
        timeout.check(System.nanoTime(), "not a byte came back");
        selection.round(AnswerTimeout.WAIT_MILLIS);
    }
}
