package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/**
 * Several command lines of a module, one after the other in one JVM: its start is most of what a short one takes. It is in
 * this package for {@link Program#expected}.
 */
public final class OneJvm {

    private static final String HEAD = "== ";
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private OneJvm() {}

    /** Runs command lines that succeed without a complaint, as the module's jar does, and returns what each prints. */
    public static Map<String, List<String>> printed(String module, List<String> commandLines) throws Exception {
        return withMain(module, commandLines, lines -> printedByClasses(module, lines));
    }

    /** Does so with lines that begin with the name of a class, whose main method gets the rest. */
    public static Map<String, List<String>> printedByClasses(String module, List<String> commandLines)
            throws Exception {
        Output output = run(module, 0, commandLines);
        output.complaints().forEach((line, complaints) -> assertEquals(List.of(), complaints, line));
        return output.printed();
    }

    /** Runs command lines that are wrong usage and print nothing, and returns what each says on standard error. */
    public static Map<String, List<String>> complaints(String module, List<String> commandLines) throws Exception {
        return withMain(module, commandLines, lines -> {
            Output output = run(module, Program.USAGE, lines);
            output.printed().forEach((line, printed) -> assertEquals(List.of(), printed, line));
            return output.complaints();
        });
    }

    /** Runs command lines of classes. */
    @FunctionalInterface
    private interface Runs {
        Map<String, List<String>> of(List<String> commandLines) throws Exception;
    }

    private static Map<String, List<String>> withMain(String module, List<String> commandLines, Runs runs)
            throws Exception {
        try (JarFile jar = new JarFile(Installation.jar(module).toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) + " ";
            Map<String, List<String>> results = new LinkedHashMap<>();
            runs.of(commandLines.stream().map(main::concat).toList())
                    .forEach((line, result) -> results.put(line.substring(main.length()), result));
            return results;
        }
    }

    /** What each command line wrote. */
    private record Output(Map<String, List<String>> printed, Map<String, List<String>> complaints) {}

    private static Output run(String module, int exitCode, List<String> commandLines) throws Exception {
        List<String> command = Installation.java(module, List.of(OneJvm.class.getName(), Integer.toString(exitCode)));
        command.addAll(commandLines);
        int jar = command.indexOf("-jar");
        command.set(jar, "-cp");
        command.set(jar + 1, command.get(jar + 1) + File.pathSeparator
                + Path.of(OneJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            Output output = new Output(byCommandLine(process.printed()), byCommandLine(process.complaints()));
            assertEquals(commandLines, List.copyOf(output.printed().keySet()));
            return output;
        }
    }

    private static Map<String, List<String>> byCommandLine(List<String> lines) {
        Map<String, List<String>> written = new LinkedHashMap<>();
        List<String> current = List.of();
        assertTrue(lines.getFirst().startsWith(HEAD), lines.getFirst());
        for (String line : lines) {
            if (line.startsWith(HEAD)) {
                current = new ArrayList<>();
                written.put(line.substring(HEAD.length()), current);
            } else {
                current.add(line);
            }
        }
        return written;
    }

    /** Runs the arguments after the first, each of which is a command line that shall end with the first as exit code. */
    public static void main(String[] args) throws Exception {
        Program.expected = Integer.parseInt(args[0]); // after another one the JVM ends, and not with 0
        PrintStream output = System.out;
        for (String commandLine : List.of(args).subList(1, args.length)) {
            output.println(HEAD + commandLine);
            System.err.println(HEAD + commandLine);
            List<String> words = List.of(commandLine.split(" ", -1));
            Class.forName(words.getFirst())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) words.subList(1, words.size()).toArray(String[]::new));
            System.setOut(output); // each wraps it anew
        }
        System.exit(0); // threads that a pitfall leaves behind are its own test's concern
    }
}
