package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.tools.ExampleProcess;

/** The {@link LoadGenerator} as a process of its own, which does one job after another. One thread. */
final class LoadProcess implements AutoCloseable {

    private static final Duration SPARE = Duration.ofSeconds(60); // beyond the job's times: to connect and to end

    private final ExampleProcess process;
    private final OutputStream jobs;
    private int done;

    LoadProcess(Cores cores) throws IOException {
        process = new ExampleProcess(cores.forLoad(Toolchain.java("benchmarks", "load")));
        jobs = process.process().getOutputStream();
    }

    /**
     * Does a job.
     *
     * @throws WrongAnswerException if the server failed it
     */
    Figures run(Job job) throws IOException {
        jobs.write((String.join(" ", job.words()) + "\n").getBytes(StandardCharsets.UTF_8));
        jobs.flush();
        try {
            process.awaitLines(done + 1, job.warmUp().plus(job.time()).plus(SPARE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        String line = process.printed().get(done++);
        if (line.startsWith(LoadGenerator.FAILED)) {
            throw new WrongAnswerException(line.substring(LoadGenerator.FAILED.length()));
        }
        return Figures.parse(line);
    }

    @Override
    public void close() {
        process.close();
    }
}
