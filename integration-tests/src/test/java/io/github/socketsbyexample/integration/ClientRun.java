package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.Transcript;

/**
 * A client's run from its start to its end.
 *
 * @param pair whose client it was
 * @param address where it was sent to, in this collection's notation
 * @param exit its exit code
 */
record ClientRun(Pair pair, String address, int exit, List<String> printed, List<String> complaints) {

    private static final Duration DEADLINE = Duration.ofSeconds(60); // for a client that has its own, on a loaded machine

    /**
     * Runs a pair's client.
     *
     * @param port where on the loopback interface it finds its server
     * @param folder where it leaves its files
     * @param patience its timeout
     * @throws IOException if it does not end
     */
    static ClientRun of(Pair pair, int port, Path folder, Duration patience) throws IOException, InterruptedException {
        List<String> command = Pair.calling(pair.client().command(), port, folder);
        command.add(1, "--timeout=" + Durations.format(patience));
        try (ExampleProcess client = new ExampleProcess(Installation.java(pair.client().module(), command), folder,
                line -> {}, line -> {})) {
            client.input(pair.client().input());
            int exit = client.awaitExit(DEADLINE);
            return new ClientRun(pair, "127.0.0.1:" + port, exit, client.printed(), client.complaints());
        }
    }

    /** Returns whether it printed what the catalogue says. */
    boolean printedAllAndNothingElse() {
        return Transcript.difference(pair.client().prints(), printed).isEmpty();
    }

    /** Returns the only line on standard error, or nothing if there is another number of them. */
    String complaint() {
        return complaints.size() == 1 ? complaints.getFirst() : "";
    }
}
