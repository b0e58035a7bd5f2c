package io.github.socketsbyexample.pitfalls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.socketsbyexample.commandline.NearMatches;
import io.github.socketsbyexample.commandline.StandardOutput;

/**
 * The pitfalls on the command line: {@code ./sockets pitfall} lists them, grouped by what one sees, as {@code
 * pitfalls.txt} beside this class does; {@code ./sockets pitfall NAME} runs the {@code main} of one. On a terminal the
 * line of the broken half is red and that of the fixed one green, unless the environment variable {@code NO_COLOR} is
 * set.
 */
public final class Pitfalls {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Pitfalls() {}

    /** Runs the pitfall that the only argument names; lists all if there is none. */
    public static void main(String[] args) throws Exception {
        StandardOutput.useUtf8();
        if (coloured()) {
            System.setOut(new Colours(System.out));
        }
        List<String> lines = lines();
        if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h")) {
            print(lines);
        } else if (args[0].startsWith("-")) {
            end(USAGE, "unknown option '" + args[0] + "'" + NearMatches.of(args[0], List.of("--help")));
        } else if (args.length > 1) {
            end(USAGE, "unexpected argument '" + args[1] + "'");
        } else {
            run(args[0], lines);
        }
        if (StandardOutput.isLost()) {
            System.exit(FAILED);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never return null, JDK 25 does again
    private static boolean coloured() {
        return System.console() != null && System.console().isTerminal()
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty() // no-color.org
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader list = new BufferedReader(
                new InputStreamReader(Pitfalls.class.getResourceAsStream("pitfalls.txt"), StandardCharsets.UTF_8))) {
            return list.readAllLines();
        }
    }

    private static void print(List<String> lines) {
        IO.println("usage: ./sockets pitfall [NAME]");
        for (String line : lines) {
            if (line.startsWith("# ")) {
                IO.println("\n" + line.substring(2));
            } else {
                String[] fields = line.split(" +", 3);
                IO.println("  %-28s %s".formatted(fields[0], fields[2]));
            }
        }
    }

    private static void run(String name, List<String> lines) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" +", 3);
            if (fields[0].equals(name)) {
                run(Class.forName(Pitfalls.class.getPackageName() + "." + fields[1]));
                return;
            }
            names.add(fields[0]);
        }
        end(USAGE, "there is no pitfall '" + name + "'" + NearMatches.of(name, names));
    }

    private static void run(Class<?> pitfall) throws ReflectiveOperationException {
        Method main = pitfall.getDeclaredMethod("main");
        main.setAccessible(true);
        try {
            main.invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UnsupportedOperationException cannot) { // on this machine
                end(FAILED, pitfall.getSimpleName() + ": " + cannot.getMessage());
            }
            end(FAILED, pitfall.getSimpleName() + " failed: "
                    + BlockingCall.describe(Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    private static void end(int status, String line) {
        System.err.println(line + (status == USAGE ? " (see ./sockets pitfall)" : ""));
        System.exit(status);
    }

    /** Prints each line that begins as one of the halves does in the half's colour. */
    private static final class Colours extends PrintStream {

        private static final String RED = "\u001b[31m";
        private static final String GREEN = "\u001b[32m";
        private static final String PLAIN = "\u001b[0m";

        Colours(PrintStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(Object line) {
            String text = String.valueOf(line);
            String colour = text.startsWith("broken:") ? RED : text.startsWith("fixed:") ? GREEN : "";
            super.println(colour.isEmpty() ? text : colour + text + PLAIN);
        }
    }
}
