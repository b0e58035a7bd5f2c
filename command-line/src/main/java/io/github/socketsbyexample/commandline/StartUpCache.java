package io.github.socketsbyexample.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A module's start-up cache (JEP 514): the state of its classes after a {@link Rehearsal}, written down by the JVM that
 * held it. The module's programs start sooner with it.
 *
 * <p>The build makes it beside the module's jar. A module can do without: where none can be made, one line says why, and
 * the build goes on.
 */
public final class StartUpCache {

    private static final String NAME = "start-up.aot";
    private static final Duration LIMIT = Duration.ofMinutes(2); // a rehearsal takes two seconds where nothing else runs

    /** Options for every JVM, some of which can't go with a cache. */
    private static final List<String> FOR_EVERY_JVM = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private StartUpCache() {}

    /**
     * Makes one.
     *
     * @param args the module's jar, and the arguments of its {@link Rehearsal}
     */
    public static void main(String[] args) throws InterruptedException {
        make(Path.of(args[0]).resolveSibling(NAME), "no start-up cache, so the programs start more slowly", made -> {
            List<String> arguments = new ArrayList<>(
                    List.of("-XX:AOTCacheOutput=" + made, "-cp", args[0], Rehearsal.class.getName()));
            arguments.addAll(List.of(args).subList(1, args.length));
            return arguments;
        });
    }

    /**
     * Makes one by way of another JVM, or prints a line.
     *
     * @param none what the line says before the reason
     * @param arguments that JVM's, for the file that it is to write, or to have written
     */
    public static void make(Path cache, String none, Function<Path, List<String>> arguments)
            throws InterruptedException {
        Path made = Path.of(cache + ".new");
        String failure;
        try {
            Files.deleteIfExists(cache);
            failure = record(made, arguments.apply(made));
            if (failure.isEmpty()) {
                Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(made);
            Files.deleteIfExists(Path.of(made + ".config")); // what the JVM makes it of, and leaves if it fails
        } catch (IOException e) {
            failure = e.toString();
        }
        if (!failure.isEmpty()) {
            System.out.println(none + ": " + failure);
        }
    }

    /** Returns what went wrong, or nothing. */
    private static String record(Path made, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        FOR_EVERY_JVM.forEach(builder.environment()::remove);
        Process process = builder.start();
        CompletableFuture<Void> overdue = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        String last = "it printed nothing";
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line; (line = output.readLine()) != null;) {
                last = line;
                if (line.startsWith(ServerRun.READY)) { // which the rehearsal, in the same JVM, can't see
                    input.println(line.substring(ServerRun.READY.length()));
                }
            }
        }
        int status = process.waitFor();
        overdue.cancel(false);
        return status == 0 && Files.isRegularFile(made)
                ? ""
                : "exit code " + status + (status == 0 ? " but wrote no file, " : ", ") + last;
    }

    /** Returns the options that make a JVM like this one use the cache beside a jar, or none. */
    public static List<String> options(Path jar) throws IOException {
        Path cache = usable(jar, NAME);
        return cache == null
                ? List.of()
                : List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off"); // off: one that can't be used is worth no line
    }

    /** Returns the cache of a name beside the jar that a class comes from, for JVMs of its class path; null if none. */
    public static @Nullable Path of(Class<?> program, String name) {
        try {
            Path jar = Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isRegularFile(jar) ? usable(jar, name) : null;
        } catch (IOException | URISyntaxException e) {
            return null; // it is being made anew, or this is no file: there is another way
        }
    }

    /**
     * Returns the cache beside a jar, or null. One that is not newer than all jars and the JDK is never used: the JVM
     * itself would run old classes from it (JDK-8377932). Nor is that of a folder that was copied, which it would take for
     * its own (JDK-8376576).
     */
    private static @Nullable Path usable(Path jar, String name) throws IOException {
        Path cache = jar.resolveSibling(name);
        Path packed = jar.resolveSibling("packed"); // written by the build: the jars, and in which folder they are
        if (!Files.exists(cache) || !Files.exists(packed)
                || FOR_EVERY_JVM.stream().anyMatch(System.getenv()::containsKey)) {
            return null;
        }
        List<String> lines = Files.readAllLines(packed);
        List<Path> sources = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "release")));
        for (String file : lines.getFirst().split(" ", -1)) {
            sources.add(jar.resolveSibling(file));
        }
        FileTime made = Files.getLastModifiedTime(cache);
        for (Path source : sources) {
            if (Files.getLastModifiedTime(source).compareTo(made) >= 0) {
                return null;
            }
        }
        Path folder = Path.of(lines.getLast());
        return Files.exists(folder) && Files.isSameFile(folder, cache.getParent()) ? cache : null;
    }
}
