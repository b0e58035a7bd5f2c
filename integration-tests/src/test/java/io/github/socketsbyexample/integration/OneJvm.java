package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
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

/** Several command lines of a module, one after the other in one JVM: its start is most of what a short one takes. */
final class OneJvm {

    private static final String HEAD = "== ";
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private OneJvm() {}

    /** Runs command lines that succeed without a complaint, as the module's jar does, and returns what each prints. */
    static Map<String, List<String>> printed(String module, List<String> commandLines) throws Exception {
        try (JarFile jar = new JarFile(Installation.jar(module).toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) + " ";
            Map<String, List<String>> printed = new LinkedHashMap<>();
            printedByClasses(module, commandLines.stream().map(main::concat).toList())
                    .forEach((line, lines) -> printed.put(line.substring(main.length()), lines));
            return printed;
        }
    }

    /** Does so with lines that begin with the name of a class, whose main method gets the rest. */
    static Map<String, List<String>> printedByClasses(String module, List<String> commandLines) throws Exception {
        List<String> command = Installation.java(module, List.of(OneJvm.class.getName()));
        command.addAll(commandLines);
        int jar = command.indexOf("-jar");
        command.set(jar, "-cp");
        command.set(jar + 1, command.get(jar + 1) + File.pathSeparator
                + Path.of(OneJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            assertEquals(List.of(), process.complaints());
            Map<String, List<String>> printed = new LinkedHashMap<>();
            List<String> current = new ArrayList<>();
            for (String line : process.printed()) {
                if (line.startsWith(HEAD)) {
                    current = new ArrayList<>();
                    printed.put(line.substring(HEAD.length()), current);
                } else {
                    current.add(line);
                }
            }
            assertEquals(commandLines, List.copyOf(printed.keySet()));
            return printed;
        }
    }

    /** Runs the arguments, each of which is a command line. */
    public static void main(String[] args) throws Exception {
        PrintStream output = System.out;
        for (String commandLine : args) {
            output.println(HEAD + commandLine);
            List<String> words = List.of(commandLine.split(" ", -1));
            Class.forName(words.getFirst())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) words.subList(1, words.size()).toArray(String[]::new));
            System.setOut(output); // each wraps it anew
        }
        System.exit(0); // threads that a pitfall leaves behind are its own test's concern
    }
}
