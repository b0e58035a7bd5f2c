package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;

import io.github.socketsbyexample.common.Addresses;

/**
 * Datagrams from one socket. Without a rate a number of them are under way at once: who is answered is followed by the
 * next. With one (an open loop) each has its time, whatever the server does, and its latency counts from then. Who is not
 * answered within {@link #LOSS_TIME} counts as lost. An answer that comes twice, or is not the one, is the server's
 * mistake.
 */
final class UdpLoad implements Load {

    private static final Duration LOSS_TIME = Duration.ofMillis(250); // a thousand times what an answer takes
    private static final long LATE_NANOS = 1_000_000; // with an open loop: more to send at once than a buffer may hold
    private static final int BUFFER_BYTES = 1024 * 1024; // answers that nobody has read yet
    private static final int STAMP_OFFSET = "Hello, ".length(); // of the name in its greeting

    private final Job job;
    private final Measurement measurement;
    private final Exchange exchange;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer expected;
    private final long[] numbers; // of the datagram under way, for each place
    private final long[] sentAt; // nanoTime; 0 once it is answered
    private final long[] lostUpTo; // the last number that was given up, whose answer may still come
    private long nextCheck;
    private long nextDue; // in an open loop: nanoTime of the next datagram
    private int nextPlace;

    UdpLoad(Job job, Measurement measurement) {
        this.job = job;
        this.measurement = measurement;
        this.exchange = job.exchange();
        this.out = ByteBuffer.allocateDirect(exchange.mostBytes());
        this.in = ByteBuffer.allocateDirect(exchange.mostBytes() + 1);
        this.expected = ByteBuffer.allocateDirect(exchange.mostBytes());
        // In an open loop the turn of a place comes again when its datagram, if there was no answer, is lost.
        int places = Math.max(job.connections(), (int) (job.rate() * LOSS_TIME.toMillis() / 1000));
        this.numbers = new long[places];
        this.sentAt = new long[places];
        this.lostUpTo = new long[places];
    }

    @Override
    public void run() throws IOException {
        AnswerTimeout timeout = new AnswerTimeout(job.patience());
        try (DatagramChannel channel = DatagramChannel.open(); Selector selector = Selector.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.connect(job.to()); // only this server's datagrams come in
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            measurement.begin(System.nanoTime());
            if (job.rate() == 0) {
                followAnswers(channel, selector, timeout);
                waitForTheLast(channel, selector);
            } else {
                followTheClock(channel, timeout);
                waitForTheLast(channel, selector);
                Arrays.stream(sentAt).filter(time -> time != 0).forEach(time -> measurement.lost());
            }
        } catch (PortUnreachableException e) {
            throw new IOException("nobody listens on " + Addresses.format(job.to()), e);
        }
    }

    private void followAnswers(DatagramChannel channel, Selector selector, AnswerTimeout timeout) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            send(i, channel, System.nanoTime());
        }
        for (long now = System.nanoTime(); measurement.goesOn(now); now = System.nanoTime()) {
            if (selector.select(key -> {}, AnswerTimeout.WAIT_MILLIS) > 0 && receiveAll(channel, true)) {
                timeout.renew(now);
            }
            timeout.check(now, "no answer to any datagram");
            giveUpLost(channel, now);
        }
    }

    /** Never waits: a selector's clock is too coarse. */
    private void followTheClock(DatagramChannel channel, AnswerTimeout timeout) throws IOException {
        nextDue = System.nanoTime();
        for (long now = nextDue; measurement.goesOn(now); now = System.nanoTime()) {
            sendWhatIsDue(channel, now);
            if (receiveAll(channel, false)) {
                timeout.renew(now);
            }
            timeout.check(now, "no answer to any datagram");
        }
    }

    private void sendWhatIsDue(DatagramChannel channel, long now) throws IOException {
        if (now - nextDue > LATE_NANOS) {
            nextDue = now; // we had no processor: to send all of it now would lose some, by our fault
        }
        while (nextDue <= now) {
            if (sentAt[nextPlace] != 0) {
                measurement.lost();
                lostUpTo[nextPlace] = numbers[nextPlace];
            }
            send(nextPlace, channel, nextDue);
            nextPlace = (nextPlace + 1) % numbers.length;
            nextDue += 1_000_000_000L / job.rate();
        }
    }

    /** What is under way gets its answer, and a moment more shows what comes twice. */
    private void waitForTheLast(DatagramChannel channel, Selector selector) throws IOException {
        long end = System.nanoTime() + LOSS_TIME.toNanos();
        while (System.nanoTime() < end && Arrays.stream(sentAt).anyMatch(time -> time != 0)) {
            selector.select(key -> {}, AnswerTimeout.WAIT_MILLIS);
            receiveAll(channel, false);
        }
        selector.select(key -> {}, AnswerTimeout.WAIT_MILLIS);
        receiveAll(channel, false);
    }

    private void send(int place, DatagramChannel channel, long time) throws IOException {
        numbers[place]++;
        out.clear();
        exchange.putRequest(place, numbers[place], out);
        sentAt[place] = time;
        channel.write(out.flip());
    }

    private boolean receiveAll(DatagramChannel channel, boolean goOn) throws IOException {
        boolean any = false;
        while (channel.read(in.clear()) > 0) {
            any = true;
            int place = check(in.flip());
            if (place >= 0) {
                long now = System.nanoTime();
                measurement.answered(place % job.connections(), now - sentAt[place]);
                sentAt[place] = 0;
                if (goOn) {
                    send(place, channel, now);
                }
            }
        }
        return any;
    }

    /** Returns whose answer it is, or -1 if that was given up. */
    private int check(ByteBuffer got) throws WrongAnswerException {
        if (got.remaining() < STAMP_OFFSET + Message.MIN_BYTES) {
            throw new WrongAnswerException("an answer of " + got.remaining() + " bytes");
        }
        long place = got.getLong(STAMP_OFFSET);
        long number = got.getLong(STAMP_OFFSET + Long.BYTES);
        if (place < 0 || place >= numbers.length || number < 1 || number > numbers[(int) place]) {
            throw new WrongAnswerException("an answer to a datagram that was not sent");
        }
        expected.clear();
        exchange.putAnswer(place, number, expected);
        if (!got.equals(expected.flip())) {
            throw new WrongAnswerException("datagram " + number + " in place " + place + ": the answer is wrong");
        }
        if (number <= lostUpTo[(int) place]) {
            return -1;
        }
        if (number < numbers[(int) place] || sentAt[(int) place] == 0) {
            throw new WrongAnswerException("datagram " + number + " in place " + place + ": a second answer");
        }
        return (int) place;
    }

    private void giveUpLost(DatagramChannel channel, long now) throws IOException {
        if (now < nextCheck) {
            return;
        }
        nextCheck = now + LOSS_TIME.toNanos() / 10;
        for (int i = 0; i < sentAt.length; i++) {
            if (now - sentAt[i] > LOSS_TIME.toNanos()) {
                measurement.lost();
                lostUpTo[i] = numbers[i];
                send(i, channel, now);
            }
        }
    }
}
