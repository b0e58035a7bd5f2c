package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.channels.Selector;

/**
 * Connections that ask once: connect, ask, read the answer, end our side, see the server end its own. Some are under way
 * at once; each that ends is followed by another. Latency is all of it, from the connect on.
 */
final class ChurnLoad implements Load {

    private final Job job;
    private final Measurement measurement;
    private final Selector selector;
    private final Selection<Asker> selection;
    private final Asker.Buffers buffers;
    private final Asker[] askers;
    private final long[] begun; // nanoTime
    private final AnswerTimeout timeout;
    private boolean ending;
    private int open;

    ChurnLoad(Job job, Measurement measurement) throws IOException {
        this.job = job;
        this.measurement = measurement;
        this.timeout = new AnswerTimeout(job.patience());
        this.selector = Selector.open();
        this.selection = new Selection<>(selector, Asker.class, this::ready);
        this.buffers = new Asker.Buffers(job.exchange());
        this.askers = new Asker[job.connections()];
        this.begun = new long[job.connections()];
    }

    @Override
    public void run() throws IOException {
        try (selector) {
            measurement.begin(System.nanoTime());
            for (int i = 0; i < askers.length; i++) {
                connect(i);
            }
            while (measurement.goesOn(System.nanoTime())) {
                round();
            }
            ending = true;
            while (open > 0) {
                round();
            }
        } finally {
            for (Asker asker : askers) {
                if (asker != null) {
                    asker.close();
                }
            }
        }
    }

    private void round() throws IOException {
        timeout.check(System.nanoTime(), "no connection came to its end");
        selection.round(AnswerTimeout.WAIT_MILLIS);
    }

    private void connect(int slot) throws IOException {
        begun[slot] = System.nanoTime();
        Asker asker = new Asker(slot, job.to(), selector, buffers, false);
        askers[slot] = asker;
        open++;
        if (asker.isConnected()) {
            asker.ask();
        }
    }

    private void ready(Asker asker) throws IOException {
        switch (asker.ready()) {
            case CONNECTED -> asker.ask();
            case ANSWERED -> asker.end();
            case ENDED -> {
                open--;
                long now = System.nanoTime();
                timeout.renew(now);
                measurement.answered(asker.connection, now - begun[asker.connection]);
                if (!ending) {
                    connect(asker.connection);
                }
            }
            case NOTHING -> {
                return;
            }
        }
    }
}
