package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.tools.ExampleProcess;

/** How a benchmark takes one measurement of one peer. */
sealed interface Probe {

    /** Takes it. */
    Figures measure(Peer peer, Stage stage, Duration warmUp, Duration time) throws IOException;

    /** Returns the command line of a measurement, for people: the server's address is left open. */
    List<String> command(Peer peer, Stage stage, Duration warmUp, Duration time);

    /** Returns how many file descriptors one process needs. */
    int descriptors();

    /**
     * The peer is a server, and the load generator uses it.
     *
     * @param words the job, without address, times and process
     * @param special words for a peer that needs others, by its name
     * @param fresh whether each measurement takes a server that has just been started
     */
    record ServerUnderLoad(List<String> words, Map<String, List<String>> special, boolean fresh) implements Probe {

        private static final int OTHER_DESCRIPTORS = 100; // of a JVM: jars, selectors, pipes
        private static final int QUICK_CONNECTIONS = 64;
        private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        static ServerUnderLoad of(String words) {
            return new ServerUnderLoad(List.of(words.split(" ")), Map.of(), false);
        }

        @Override
        public Figures measure(Peer peer, Stage stage, Duration warmUp, Duration time) throws IOException {
            if (fresh && !stage.quick()) {
                stage.servers().stop(peer);
            }
            ServerProcesses.ServerProcess server = stage.servers().of(peer);
            Job job = job(peer, server.address(), stage.quick(), warmUp, time).withPid(server.pid());
            Figures figures = stage.load().run(job);
            return job.mode() == Job.Mode.HOLD ? figures.withGrowthOfEach(job.connections()) : figures;
        }

        private Job job(Peer peer, SocketAddress server, boolean quick, Duration warmUp, Duration time) {
            return Job.parse(special.getOrDefault(peer.name(), words))
                    .against(server)
                    .during(warmUp, time)
                    .withAtMost(quick ? QUICK_CONNECTIONS : Integer.MAX_VALUE);
        }

        @Override
        public List<String> command(Peer peer, Stage stage, Duration warmUp, Duration time) {
            return stage.load().command(job(peer, NOWHERE, stage.quick(), warmUp, time));
        }

        @Override
        public int descriptors() {
            return Job.parse(words).connections() + OTHER_DESCRIPTORS;
        }
    }

    /**
     * The peer is a client that runs to its end.
     *
     * @param source the server that it uses
     * @param runs how many of them one measurement takes
     * @param bytes what one run brings, or 0 if runs are what counts
     * @param output the file that a run writes, deleted after each
     */
    record Client(Peer source, int runs, long bytes, Path output) implements Probe {

        @Override
        public Figures measure(Peer peer, Stage stage, Duration warmUp, Duration time) throws IOException {
            int port = stage.servers().of(source).port();
            List<String> command = stage.cores().forLoad(peer.command(port));
            double seconds = 0;
            double cpuMicros = 0;
            double peak = Double.NaN;
            int count = stage.quick() ? 1 : runs;
            for (int i = 0; i < count; i++) {
                FinishedRun run = FinishedRun.of(command, output, bytes);
                seconds += run.seconds();
                cpuMicros += run.cpuMicros();
                peak = run.peakKib();
            }
            double units = count * Math.max(1.0, (double) bytes);
            return Figures.ofRuns(units / seconds, cpuMicros / units, peak);
        }

        @Override
        public List<String> command(Peer peer, Stage stage, Duration warmUp, Duration time) {
            return stage.cores().forLoad(peer.command().stream().map(word -> word.replace("{port}", "PORT")).toList());
        }

        @Override
        public int descriptors() {
            return 0;
        }
    }

    /**
     * The peer is a server that is started and stopped again.
     *
     * @param runs how often for one measurement
     */
    record Start(int runs) implements Probe {

        @Override
        public Figures measure(Peer peer, Stage stage, Duration warmUp, Duration time) throws IOException {
            long nanos = 0;
            long cpuNanos = 0;
            double peak = Double.NaN;
            for (int i = 0; i < runs; i++) {
                stage.servers().stop(peer);
                long begin = System.nanoTime();
                long pid = stage.servers().of(peer).pid();
                nanos += System.nanoTime() - begin;
                cpuNanos += ProcessUsage.cpuNanos(pid);
                peak = ProcessUsage.peakKib(pid);
            }
            stage.servers().stop(peer);
            return Figures.ofRuns(runs / (nanos / 1e9), cpuNanos / 1e3 / runs, peak);
        }

        @Override
        public List<String> command(Peer peer, Stage stage, Duration warmUp, Duration time) {
            return stage.cores().forServer(peer.command());
        }

        @Override
        public int descriptors() {
            return 0;
        }
    }

    /** The peer measures itself and prints the figures, as {@link Figures} does; it runs where servers do. */
    record Own() implements Probe {

        private static final Duration DEADLINE = Duration.ofSeconds(60);

        @Override
        public Figures measure(Peer peer, Stage stage, Duration warmUp, Duration time) throws IOException {
            try (ExampleProcess process = new ExampleProcess(stage.cores().forServer(peer.command()))) {
                process.input("");
                if (process.awaitExit(DEADLINE) != 0) {
                    throw new WrongAnswerException("it failed: " + process.complaints());
                }
                return Figures.parse(process.printed().getLast());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public List<String> command(Peer peer, Stage stage, Duration warmUp, Duration time) {
            return stage.cores().forServer(peer.command());
        }

        @Override
        public int descriptors() {
            return 0;
        }
    }

    /**
     * What all measurements of a run share.
     *
     * @param servers the server processes
     * @param load what uses them
     * @param cores where what runs
     * @param quick whether this is only to see that everything works
     */
    record Stage(ServerProcesses servers, LoadProcess load, Cores cores, boolean quick) implements AutoCloseable {

        static Stage open(boolean quick) throws IOException {
            Cores cores = new Cores();
            return new Stage(new ServerProcesses(cores), new LoadProcess(cores), cores, quick);
        }

        @Override
        public void close() {
            load.close();
            servers.close();
        }
    }
}
