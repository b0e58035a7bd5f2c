package io.github.socketsbyexample.pitfalls.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A host within this machine: a network namespace of Linux, with interfaces, addresses, routes and a firewall of its
 * own. It has no name; a shell holds it, which ends when nobody holds its standard input any more, and kills what still
 * runs on the host: so nothing is left of it, however this JVM ends.
 */
public final class Host implements AutoCloseable {

    private static final String HOLDER = """
            dad=/proc/sys/net/ipv6/conf/default/accept_dad # or new addresses wait for a second until they can be used
            [ ! -e $dad ] || echo 0 >$dad
            ip link set lo up; echo on; read -r _
            for process in /proc/[0-9]*; do
                if [ "$process/ns/net" -ef "/proc/$$/ns/net" ] && [ "$process" != "/proc/$$" ]; then
                    kill -9 "${process#/proc/}"
                fi
            done
            """;

    private final Process holder;

    /** Switches it on: it has a loopback interface and nothing else. */
    Host() throws IOException {
        holder = start(List.of("unshare", "--net", "sh", "-c", HOLDER));
        String first = holder.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"on".equals(first)) {
            throw new IOException("cannot have a network namespace: " + first);
        }
    }

    /** Starts a program of this machine; an ordinary user's PATH may lack the folders of {@code ip} and {@code nft}. */
    static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        return builder.start();
    }

    /** Returns what starts a program on this host. */
    public List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + namespace()));
        command.addAll(program);
        return command;
    }

    /** Runs a script of the shell on this host, and returns what it printed; its first failure ends it. */
    public String run(String script) throws IOException {
        Process process = start(command(List.of("sh", "-ec", script)));
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (ended(process) != 0) {
            throw new IOException("'" + script.strip() + "' failed: " + printed);
        }
        return printed;
    }

    /** Waits for a program's end and returns its exit code. */
    static int ended(Process process) throws InterruptedIOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Makes a call in a thread that is on this host: the sockets that it creates belong here, and stay here in whatever
     * threads they are used. Threads that it starts are here too, so it shall start no virtual ones, which may leave the
     * JVM's carriers here.
     */
    public <T> T call(Callable<T> call) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(namespace());
            return call.call();
        });
        Thread.ofPlatform().daemon().name("on another host").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a host");
        interrupted.initCause(e);
        return interrupted;
    }

    String namespace() {
        return "/proc/" + pid() + "/ns/net";
    }

    long pid() {
        return holder.pid();
    }

    /** Moves this thread. The JDK has no call for it, but it can call C's. */
    private static void enter(String namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) C.OPEN.invokeExact(arena.allocateFrom(namespace), C.READ_ONLY);
            int result = (int) C.SETNS.invokeExact(descriptor, C.CLONE_NEWNET);
            int _ = (int) C.CLOSE.invokeExact(descriptor);
            if (result != 0) {
                throw new IOException("cannot enter " + namespace + ": the host is off, or it takes root's rights");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** C's functions; looked up when the first is needed. */
    @SuppressWarnings("restricted") // their types are as C declares them
    private static final class C {

        static final int READ_ONLY = 0;
        static final int CLONE_NEWNET = 0x4000_0000;

        static final MethodHandle OPEN = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle SETNS = function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
        }
    }

    /** Switches it off: all programs on it are killed. The sockets that {@link #call} created are for their owners to close. */
    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        ended(holder);
    }
}
