package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Asks for a long answer and reads it to its end, again and again, each time over a connection of its own. An answer is
 * right if it is as long as it has to be and ends as it has to; in between it is only counted.
 */
final class DownloadLoad implements Load {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final Job job;
    private final Measurement measurement;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] ending;

    DownloadLoad(Job job, Measurement measurement) {
        this.job = job;
        this.measurement = measurement;
        this.ending = job.expect().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void run() throws IOException {
        long now = System.nanoTime();
        measurement.begin(now);
        while (measurement.goesOn(now)) {
            long bytes = download();
            now = System.nanoTime();
            measurement.received(0, bytes);
        }
    }

    private long download() throws IOException {
        try (SocketChannel channel = SocketChannel.open(job.to()); Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(job.say().getBytes(StandardCharsets.ISO_8859_1)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            AnswerTimeout timeout = new AnswerTimeout(job.patience());
            long received = 0;
            byte[] last = new byte[ending.length];
            while (received < job.bytes() || !Arrays.equals(last, ending)) {
                int n = channel.read(buffer.clear());
                if (n == -1) {
                    throw new WrongAnswerException("the server closed the connection after " + received
                            + " bytes of the answer");
                }
                long now = System.nanoTime();
                if (n == 0) {
                    timeout.check(now, "after " + received + " bytes of the answer no further one");
                    selector.select(key -> {}, AnswerTimeout.WAIT_MILLIS);
                } else {
                    timeout.renew(now);
                    received += n;
                    remember(buffer.flip(), last);
                }
            }
            return received;
        }
    }

    private static void remember(ByteBuffer got, byte[] last) {
        int n = Math.min(got.remaining(), last.length);
        System.arraycopy(last, n, last, 0, last.length - n);
        got.get(got.limit() - n, last, last.length - n, n);
    }
}
