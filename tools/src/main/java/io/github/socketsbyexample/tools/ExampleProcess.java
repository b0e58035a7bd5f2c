package io.github.socketsbyexample.tools;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A program of the collection, or a peer in another language, as its own process. Two threads of its own collect its
 * lines; every wait has a deadline; {@link #close} leaves neither process nor thread, unless the program itself left a
 * process behind.
 */
public final class ExampleProcess implements AutoCloseable {

    private static final Charset LOCALE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final String READY = "Listening on ";
    private static final Duration OUTPUT_END = Duration.ofSeconds(2); // a process that nobody knows may hold the output
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private static volatile boolean stopping; // this whole JVM

    static {
        // Whoever is stopped in the middle of a run leaves no program behind either.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ExampleProcess::stopAll));
    }

    private static void stopAll() {
        stopping = true;
        RUNNING.forEach(Process::destroyForcibly);
    }

    private final Process process;
    private final Thread output;
    private final Thread errors;
    private final List<String> printed = new ArrayList<>(); // guarded by this
    private final List<String> complaints = new ArrayList<>(); // guarded by this

    /**
     * Starts a program.
     *
     * @param command the program and its arguments
     * @param folder where it runs, and leaves its files
     * @param onLine gets each line of standard output, in a thread of this process's own
     * @param onError gets each line of standard error, in another
     */
    public ExampleProcess(List<String> command, Path folder, Consumer<String> onLine, Consumer<String> onError)
            throws IOException {
        if (!LOCALE.newEncoder().canEncode(String.join("", command)) && File.separatorChar == '/') {
            throw new IOException("cannot start '" + command.getFirst() + "': this locale's charset (" + LOCALE.name()
                    + ") lacks a character of its arguments; LC_ALL=C.UTF-8 has them all");
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("LC_ALL");
        builder.environment().put("LC_CTYPE", "C.UTF-8"); // arguments and file names in any script
        builder.environment().put("LANGUAGE", "en"); // the system's messages, as the catalogue has them
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        process = builder.start();
        RUNNING.add(process);
        if (stopping) { // and may have looked for what runs before this did
            process.destroyForcibly();
            throw new IOException("this program is being stopped");
        }
        output = collect(process.getInputStream(), printed, onLine);
        errors = collect(process.getErrorStream(), complaints, onError);
    }

    /** Starts a program here. */
    public ExampleProcess(List<String> command, Consumer<String> onLine, Consumer<String> onError)
            throws IOException {
        this(command, Path.of("."), onLine, onError);
    }

    /** Starts a program here, whose lines are only collected. */
    public ExampleProcess(List<String> command) throws IOException {
        this(command, line -> {}, line -> {});
    }

    private Thread collect(InputStream stream, List<String> lines, Consumer<String> listener) {
        // Not virtual: one that waits for a pipe holds its carrier, and two of them may hold all there are.
        return Thread.ofPlatform().daemon().name("output").start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line; (line = reader.readLine()) != null;) {
                    listener.accept(line);
                    synchronized (this) {
                        lines.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Sends text to standard input and ends it. */
    public void input(String text) throws IOException {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e; // a program that ended without reading its input may do so
            }
        }
    }

    /** Types a line for a program that reads more than one. */
    public void type(String line) throws IOException {
        OutputStream stdin = process.getOutputStream();
        stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stdin.flush();
    }

    /** Waits for the ready line and returns the address that it names. */
    public String awaitReady(Duration deadline) throws IOException, InterruptedException {
        await(() -> printed.stream().anyMatch(line -> line.startsWith(READY)), deadline, "a line '" + READY + "...'");
        return printed().stream()
                .filter(line -> line.startsWith(READY))
                .map(line -> line.substring(READY.length()))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until so many lines are printed. */
    public void awaitLines(int count, Duration deadline) throws IOException, InterruptedException {
        await(() -> printed.size() >= count, deadline, count + " lines");
    }

    private synchronized void await(BooleanSupplier condition, Duration deadline, String what)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            boolean over = !output.isAlive() && !errors.isAlive();
            if (left <= 0 || over) {
                throw new IOException("did not print " + what + (over ? " before it ended" : " in time") + "; printed "
                        + printed + ", complained " + complaints);
            }
            wait(Math.min(left, 50)); // the end of the output notifies nobody
        }
    }

    /** Waits for the program's end and returns its exit code; all that it printed has been collected by then. */
    public int awaitExit(Duration deadline) throws IOException, InterruptedException {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("did not end in time; printed " + printed() + ", complained " + complaints());
        }
        if (!output.join(deadline) || !errors.join(deadline)) {
            throw new IOException("has ended, but left a process behind that holds its output; printed " + printed()
                    + ", complained " + complaints());
        }
        return process.exitValue();
    }

    /** Asks the program to stop, as SIGTERM does. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy() would drop output that is not yet collected
    }

    /** Returns the process. */
    public Process process() {
        return process;
    }

    /** Returns the lines of standard output so far. */
    public synchronized List<String> printed() {
        return List.copyOf(printed);
    }

    /** Returns the lines of standard error so far. */
    public synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Kills the program, and those that it started, if they still run. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly(); // Process.destroyForcibly() would drop output that is not yet collected
        try {
            process.waitFor();
            RUNNING.remove(process);
            boolean _ = output.join(OUTPUT_END) && errors.join(OUTPUT_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
