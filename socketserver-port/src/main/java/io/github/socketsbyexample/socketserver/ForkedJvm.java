package io.github.socketsbyexample.socketserver;

import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM for one request, seen from its parent. What it shall do goes through its standard input, which then stays open
 * to tell it that the parent lives. It connects to a port of the loopback interface and proves itself there with a
 * secret from that input, because anybody on this machine could connect; a command line or an environment others might
 * see. Its output is free for what handlers print.
 */
final class ForkedJvm implements AutoCloseable {

    /** Small collector, small compiler for what runs very often, no file for monitoring tools. */
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=20", "-XX:-UsePerfData");

    private static final Duration START_LIMIT = Duration.ofSeconds(30); // a machine that is slower can't serve so
    private static final Duration PROOF_LIMIT = Duration.ofSeconds(1); // a child connects with its secret at hand
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Logger log = LoggerFactory.getLogger(ForkedJvm.class);
    private static final Path JAVA = Path.of(System.getProperty("java.home", ""), "bin", "java");

    private final Process process;
    private final ServerSocket listener;
    private @Nullable Socket connection; // from handOver on

    private ForkedJvm(Process process, ServerSocket listener) {
        this.process = process;
        this.listener = listener;
    }

    /** Checks that a child can be started here. */
    static void checkSupport() {
        if (!Files.isExecutable(JAVA) && !Files.isExecutable(Path.of(JAVA + ".exe"))) {
            throw new UnsupportedOperationException("no JVM to start for a request: there is no " + JAVA);
        }
        if (ForkedJvm.class.getModule().isNamed()) {
            throw new UnsupportedOperationException(
                    "a forking server needs its classes on the class path, not in modules");
        }
    }

    /** Returns options for a JVM that is over soon, with a start-up cache if there is one. */
    static List<String> options(@Nullable Path cache) {
        if (cache == null || !Files.isRegularFile(cache)) {
            return SMALL;
        }
        List<String> options = new ArrayList<>(SMALL);
        options.add("-XX:AOTCache=" + cache.toAbsolutePath());
        options.add("-Xlog:aot=off"); // one that can't be used is worth no line of every child's
        return List.copyOf(options);
    }

    /** Starts one that runs a program; the caller closes it. */
    static ForkedJvm start(Class<?> program, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(),
                "-Dstdout.encoding=" + System.out.charset(), "-Dstderr.encoding=" + System.err.charset()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), program.getName()));
        ServerSocket listener = new ServerSocket(0, 0, ForkTask.PARENT);
        try {
            Process process = Descriptors.start(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT));
            return new ForkedJvm(process, listener);
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        } catch (IOException | OutOfMemoryError e) { // the latter if the system has no thread to watch the child with
            listener.close();
            throw notStarted(e);
        }
    }

    /** Says why, in one line: what the JDK adds is advice on how to install it. */
    static IOException notStarted(Throwable e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IOException("cannot start a child process: " + reason.strip(), e);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Tells it what to do and waits until it begins.
     *
     * @return the connection to it, closed by {@link #close}
     */
    Socket handOver(ForkTask task) throws IOException {
        Thread exit = Thread.ofVirtual().start(this::stopListeningAfterExit); // whatever ends it ends the wait
        try (listener; CutTimer _ = new CutTimer(START_LIMIT, process::destroyForcibly)) {
            byte[] secret = new byte[ForkTask.SECRET_BYTES];
            RANDOM.nextBytes(secret);
            DataOutputStream stdin = new DataOutputStream(process.getOutputStream());
            stdin.writeInt(listener.getLocalPort());
            stdin.write(secret);
            task.write(stdin);
            stdin.flush();
            return accept(secret);
        } catch (IOException e) {
            close();
            throw new IOException("child process " + process.pid() + " did not take its request: exit status "
                    + process.exitValue(), e);
        } finally {
            exit.interrupt();
        }
    }

    private Socket accept(byte[] secret) throws IOException {
        while (true) {
            Socket candidate = listener.accept();
            if (isProven(candidate, secret)) {
                connection = candidate;
                return candidate;
            }
            candidate.close();
        }
    }

    /** Whether a connection begins with the secret; waits for it a moment, not more. */
    static boolean isProven(Socket candidate, byte[] secret) {
        try {
            candidate.setSoTimeout((int) PROOF_LIMIT.toMillis());
            byte[] proof = candidate.getInputStream().readNBytes(ForkTask.SECRET_BYTES);
            candidate.setSoTimeout(0);
            return MessageDigest.isEqual(proof, secret);
        } catch (IOException e) {
            return false;
        }
    }

    private void stopListeningAfterExit() {
        try (listener) {
            awaitExit();
        } catch (InterruptedException e) {
            return; // the child has taken its request
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has ended. */
    void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    private void awaitExitUninterruptibly() {
        boolean interrupted = Thread.interrupted(); // which may have brought us here
        while (process.isAlive()) {
            try {
                awaitExit();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the exit status, after {@link #close} or {@link #awaitExit}. */
    int exitStatus() {
        return process.exitValue();
    }

    /** Kills it, with what it has started, unless it has ended, and frees all that belongs to it here. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        awaitExitUninterruptibly();
        Socket open = connection;
        try (listener; open) {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("child process {}: {}", process.pid(), e.getMessage()); // it did not read all of its input
        }
    }
}
