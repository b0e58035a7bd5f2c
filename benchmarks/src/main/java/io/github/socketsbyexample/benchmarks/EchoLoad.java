package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Arrays;

/**
 * Connections that ask, wait for the answer and ask again. Without a rate (a closed loop) the next request follows the
 * answer at once. With one (an open loop) each request has its time, whatever the server does, and its latency counts
 * from that time even if it could not be sent then, because the answer before was late: so a server that stops for a
 * second is charged for all that it kept waiting ("coordinated omission" would count one late answer).
 *
 * <p>In the end each connection gets its last answer, ends its side and sees the server end the other: what was lost or
 * sent twice is found then at the latest.
 */
final class EchoLoad implements Load {

    private static final int AT_ONCE = 64; // connect and are answered before the next do: fewer than any backlog holds

    private final Job job;
    private final Measurement measurement;
    private final Selector selector;
    private final Selection<Asker> selection;
    private final Asker[] askers;
    private final long[] due; // when the request that is under way was to be sent, in nanoTime
    private final AnswerTimeout timeout;

    private Phase phase = Phase.CONNECTING;
    private long start; // nanoTime of the first request of an open loop
    private long planned; // requests whose time has come
    private int open;

    private enum Phase {
        CONNECTING, ASKING, ENDING
    }

    EchoLoad(Job job, Measurement measurement) throws IOException {
        this.job = job;
        this.measurement = measurement;
        this.timeout = new AnswerTimeout(job.patience());
        this.selector = Selector.open();
        this.selection = new Selection<>(selector, Asker.class, this::ready);
        this.askers = new Asker[job.connections()];
        this.due = new long[job.connections()];
    }

    @Override
    public void run() throws IOException {
        try (selector) {
            connect();
            start = System.nanoTime();
            measurement.begin(start);
            if (job.mode() == Job.Mode.ECHO) {
                askUntilTheEnd();
            } else {
                keepSilent();
            }
            end();
        } finally {
            for (Asker asker : askers) {
                if (asker != null) {
                    asker.close();
                }
            }
        }
    }

    private void connect() throws IOException {
        Asker.Buffers buffers = new Asker.Buffers(job.exchange());
        for (int first = 0; first < askers.length; first += AT_ONCE) {
            int next = Math.min(askers.length, first + AT_ONCE);
            for (int i = first; i < next; i++) {
                askers[i] = new Asker(i, job.to(), selector, buffers, true);
                open++;
                ask(askers[i], System.nanoTime());
            }
            while (Arrays.stream(askers, first, next).anyMatch(Asker::isWaiting)) {
                timeout.check(System.nanoTime(), "no answer to a new connection");
                selection.round(AnswerTimeout.WAIT_MILLIS);
            }
        }
    }

    private void askUntilTheEnd() throws IOException {
        phase = Phase.ASKING;
        if (job.rate() == 0) {
            for (Asker asker : askers) {
                ask(asker, System.nanoTime());
            }
        }
        for (long now = start; measurement.goesOn(now); now = System.nanoTime()) {
            timeout.check(now, "no answer on any connection");
            boolean hurry = job.rate() > 0 && askWhoIsDue(now); // to be on time matters more than to be idle
            selection.round(hurry ? 0 : AnswerTimeout.WAIT_MILLIS);
        }
        if (job.rate() > 0) {
            noteUnanswered(System.nanoTime());
        }
    }

    private void keepSilent() throws IOException {
        while (measurement.goesOn(System.nanoTime())) {
            selection.round(AnswerTimeout.WAIT_MILLIS);
        }
    }

    /** Asks in an open loop; returns whether the next request is due sooner than a selector can wait. */
    private boolean askWhoIsDue(long now) throws IOException {
        while (dueTime(planned) <= now) {
            Asker asker = askers[(int) (planned % askers.length)];
            planned++;
            if (!asker.isWaiting()) { // otherwise it asks when its answer comes, late
                ask(asker, dueTime(planned - 1));
            }
        }
        return dueTime(planned) - now < 2_000_000 * AnswerTimeout.WAIT_MILLIS;
    }

    private void noteUnanswered(long now) {
        for (Asker asker : askers) {
            long first = nextOf(asker) - (asker.isWaiting() ? askers.length : 0);
            for (long request = first; request < planned; request += askers.length) {
                measurement.unanswered(now - dueTime(request));
            }
        }
    }

    private long dueTime(long request) {
        return start + (long) (request * 1e9 / job.rate());
    }

    /** Which of all requests is the connection's next; the one at connecting was before the first. */
    private long nextOf(Asker asker) {
        return asker.number() * askers.length + asker.connection;
    }

    private void ask(Asker asker, long time) throws IOException {
        due[asker.connection] = time;
        asker.ask();
    }

    private void ready(Asker asker) throws IOException {
        switch (asker.ready()) {
            case ANSWERED -> answered(asker, System.nanoTime());
            case ENDED -> open--;
            case CONNECTED, NOTHING -> {
                return; // the answer is not complete
            }
        }
    }

    private void answered(Asker asker, long now) throws IOException {
        timeout.renew(now);
        switch (phase) {
            case CONNECTING -> {
                return; // it shows that the server has accepted
            }
            case ASKING -> {
                measurement.answered(asker.connection, now - due[asker.connection]);
                if (job.rate() == 0) {
                    ask(asker, now);
                } else if (nextOf(asker) < planned) {
                    ask(asker, dueTime(nextOf(asker)));
                }
            }
            case ENDING -> asker.end();
        }
    }

    private void end() throws IOException {
        phase = Phase.ENDING;
        for (Asker asker : askers) {
            if (!asker.isWaiting()) {
                asker.end();
            }
        }
        timeout.renew(System.nanoTime());
        while (open > 0) {
            timeout.check(System.nanoTime(), whoIsLeft());
            selection.round(AnswerTimeout.WAIT_MILLIS);
        }
    }

    private String whoIsLeft() {
        for (Asker asker : askers) {
            if (asker.isWaiting()) {
                return asker + ": no answer";
            }
        }
        return open + " connections whose clients ended their side were not closed by the server";
    }
}
