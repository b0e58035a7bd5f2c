package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One core for servers, another for what uses them, where the machine can do that (Linux with taskset, two cores). */
final class Cores {

    private final List<String> server;
    private final List<String> load;

    Cores() throws IOException {
        List<Integer> allowed = allowed();
        server = allowed.size() < 2 ? List.of() : List.of("taskset", "-c", allowed.get(0).toString());
        load = allowed.size() < 2 ? List.of() : List.of("taskset", "-c", allowed.get(1).toString());
    }

    /** Returns the cores that this process may use, or none if that can't be told. */
    private static List<Integer> allowed() throws IOException {
        Optional<String> answer = Toolchain.answer(
                List.of("taskset", "-c", "-p", Long.toString(ProcessHandle.current().pid())));
        List<Integer> cores = new ArrayList<>();
        for (String part : answer.map(line -> line.replaceAll(".*: ", "")).orElse("").split(",", -1)) {
            String[] range = part.split("-", 2);
            if (!range[0].isEmpty()) {
                for (int core = Integer.parseInt(range[0]); core <= Integer.parseInt(range[range.length - 1]); core++) {
                    cores.add(core);
                }
            }
        }
        return cores;
    }

    boolean arePinned() {
        return !server.isEmpty();
    }

    List<String> forServer(List<String> command) {
        return joined(server, command);
    }

    List<String> forLoad(List<String> command) {
        return joined(load, command);
    }

    private static List<String> joined(List<String> pin, List<String> command) {
        List<String> words = new ArrayList<>(pin);
        words.addAll(command);
        return words;
    }
}
