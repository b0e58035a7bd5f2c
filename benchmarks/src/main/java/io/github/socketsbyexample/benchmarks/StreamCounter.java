package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.socketsbyexample.tools.ExampleProcess;

/**
 * Streams without a pause as bulk-load.c makes them: it counts what comes back and looks at no byte, for who compares
 * them all, as {@link BulkLoad} does, takes longer for that than a server for its echo.
 *
 * @param program the compiled program, which may be missing
 * @param cores where it runs
 */
record StreamCounter(Peer program, Cores cores) {

    private static final Duration SPARE = Duration.ofSeconds(60); // beyond the job's times: to connect and to end
    private static final Set<String> COUNTED = new LinkedHashSet<>(
            List.of("bytes", "least", "seconds", "load-cpu", "server-cpu"));

    static StreamCounter on(Cores cores) throws IOException {
        return new StreamCounter(Toolchain.c("bulk-load", "bulk-load"), cores);
    }

    boolean canDo(Job job) {
        return program.isHere() && job.mode() == Job.Mode.BULK && job.to() instanceof InetSocketAddress;
    }

    /** Returns the command that does a job against the server at that port, which is that process. */
    List<String> command(Job job, String port, String pid) {
        List<String> command = new ArrayList<>(cores.forLoad(program.command()));
        command.addAll(List.of(port, pid, Integer.toString(job.connections()),
                Long.toString(job.warmUp().toMillis()), Long.toString(job.time().toMillis())));
        return command;
    }

    /**
     * Does a job.
     *
     * @throws WrongAnswerException if more or less came back than was sent, or nothing
     */
    Figures run(Job job) throws IOException {
        int port = ((InetSocketAddress) job.to()).getPort();
        try (ExampleProcess load = new ExampleProcess(
                command(job, Integer.toString(port), Long.toString(job.pid())))) {
            load.input("");
            if (load.awaitExit(job.warmUp().plus(job.time()).plus(SPARE)) != 0) {
                throw new WrongAnswerException(String.join("; ", load.complaints()));
            }
            return figures(job, Fields.parse(List.of(load.printed().getFirst().split(" ")), COUNTED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Figures figures(Job job, Fields counted) {
        double bytes = counted.number("bytes");
        double seconds = counted.number("seconds");
        double serverCpu = counted.number("server-cpu");
        return Figures.ofStreams(bytes / seconds,
                job.connections() > 1 ? counted.number("least") * job.connections() / bytes : Double.NaN,
                counted.number("load-cpu") / seconds, serverCpu / seconds, serverCpu * 1e6 / bytes,
                ProcessUsage.residentKib(job.pid()));
    }
}
