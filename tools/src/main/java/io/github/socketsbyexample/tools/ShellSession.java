package io.github.socketsbyexample.tools;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.socketsbyexample.tools.Pair.End;

/**
 * How a page shows an end of a pair: the command line that starts it in a shell, what it reads, and what it prints. All
 * ends of all pairs meet on one port; the placeholders of {@link Transcript} become what a run could have printed.
 */
final class ShellSession {

    private static final String PORT = "50007";
    private static final Map<String, String> EXAMPLES = Map.of(
            "<server>", "127.0.0.1:" + PORT,
            "<client>", "127.0.0.1:37548",
            "<port>", "37548",
            "<path>", "/tmp/client.socket",
            "<time>", "Fri Nov 20 14:25:59 2026",
            "<date>", "Fri, 20 Nov 2026 14:25:59 GMT");

    private ShellSession() {}

    /**
     * Returns its lines.
     *
     * @param inTurn whether what it reads is typed while it runs, as a line for each that another end prints
     */
    static String of(End end, boolean inTurn) {
        String command = end.command()
                .stream()
                .map(argument -> quoted(argument.replace(Pair.PORT, PORT).replace(Pair.FILE, Pair.FILE_NAME)))
                .collect(Collectors.joining(" ", "$ ./sockets " + end.module() + " ", ""))
                .replace("--port 0", "--port " + PORT);
        String input = end.input().isEmpty()
                ? "\n"
                : inTurn ? "  # typed: " + end.input() : " <<'END'\n" + end.input() + "END\n";
        return command + input + end.prints().stream().map(line -> filled(line) + "\n").collect(Collectors.joining());
    }

    private static String quoted(String argument) {
        return argument.matches("[\\p{L}\\p{N}_./:=,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String filled(String line) {
        String filled = line;
        for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
            filled = filled.replace(example.getKey(), example.getValue());
        }
        return filled;
    }
}
