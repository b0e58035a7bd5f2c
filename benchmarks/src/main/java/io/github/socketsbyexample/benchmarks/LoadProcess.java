package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketsbyexample.tools.ExampleProcess;

/**
 * The {@link LoadGenerator} as a process of its own, which does one job after another. Streams without a pause it only
 * checks where the {@link StreamCounter} can count them. One thread.
 */
final class LoadProcess implements AutoCloseable {

    private static final Duration SPARE = Duration.ofSeconds(60); // beyond the job's times: to connect and to end
    private static final Duration CHECK = Duration.ofMillis(30); // some ten megabytes, and as many before

    private final StreamCounter counter;
    private final List<String> generator;
    private final Duration spare;
    private ExampleProcess process;
    private int done;

    LoadProcess(Cores cores) throws IOException {
        this(cores, SPARE);
    }

    LoadProcess(Cores cores, Duration spare) throws IOException {
        this.counter = StreamCounter.on(cores);
        this.generator = cores.forLoad(Toolchain.java("benchmarks", "load"));
        this.spare = spare;
        this.process = new ExampleProcess(generator);
    }

    /** Returns the command that does a job, for people: the server's address is left open. */
    List<String> command(Job job) {
        if (counter.canDo(job)) {
            return counter.command(job, "PORT", "PID");
        }
        List<String> command = new ArrayList<>(List.of("./sockets", "benchmarks", "load"));
        command.addAll(job.words());
        command.replaceAll(word -> word.startsWith("to=") ? "to=SERVER" : word);
        return command;
    }

    /**
     * Does a job.
     *
     * @throws WrongAnswerException if the server failed it
     */
    Figures run(Job job) throws IOException {
        if (!counter.canDo(job)) {
            return generate(job);
        }
        generate(job.during(CHECK, CHECK)); // every byte
        return counter.run(job);
    }

    private Figures generate(Job job) throws IOException {
        Duration limit = job.warmUp().plus(job.time()).plus(spare);
        try {
            OutputStream jobs = process.process().getOutputStream();
            jobs.write((String.join(" ", job.words()) + "\n").getBytes(StandardCharsets.UTF_8));
            jobs.flush();
            process.awaitLines(done + 1, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            String reason = process.process().isAlive()
                    ? "had no figures within " + limit.toSeconds() + " s"
                    : "ended without figures: " + String.join("; ", process.complaints());
            beginAnew();
            throw new WrongAnswerException("the load " + reason);
        }
        String line = process.printed().get(done++);
        if (line.startsWith(LoadGenerator.FAILED)) {
            throw new WrongAnswerException(line.substring(LoadGenerator.FAILED.length()));
        }
        return Figures.parse(line);
    }

    /** What is late would be taken for the figures of the next job. */
    private void beginAnew() throws IOException {
        process.close();
        process = new ExampleProcess(generator);
        done = 0;
    }

    /** Returns the process that does the next job. */
    Process process() {
        return process.process();
    }

    @Override
    public void close() {
        process.close();
    }
}
