package io.github.socketsbyexample.socketserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Processes each request in a process of its own, so that a handler shares nothing with the server or other handlers, and
 * can't take them down with it. Python's {@code socketserver.ForkingMixIn}.
 *
 * <pre>{@code
 * class MyServer extends TCPServer implements ForkingMixIn {}
 * }</pre>
 *
 * <p>A JVM can't fork itself. A child is a new JVM, with the server's class path and system properties, that makes the
 * server and the handler anew: both classes need a constructor without arguments, and what the server's fields hold is
 * not known there. It runs {@link BaseServer#finishRequest}, {@link BaseServer#handleError} and {@link
 * BaseServer#shutdownRequest}; all other hooks run in the server's process. Its standard output and error are the
 * server's, its standard input is empty. It exits with 0 if finishRequest returned normally, else with 1.
 *
 * <p>The connection stays with the server, which passes the bytes on, both ways, to the handler's {@link
 * java.net.Socket}; TLS is done by the server, and datagrams leave through its socket. Should the server die, its
 * children do too.
 *
 * <p>A request costs a new JVM: about a tenth of a second and 40 MB of memory. A third of the time is an empty JVM's
 * start; most of the rest goes into loading classes that are not in the JDK's own archive, which is why nothing here logs
 * before there is something to say; passing the bytes on hardly counts. (2026-11-26, JDK 25.0.3, Linux, two overloaded
 * cores, 60 requests one after another: 122 ms of the child's processor time each, 139 ms with a log set up in vain.
 * Resident memory 43 MB, half of it shared with other JVMs.) With a {@link #childCache} it takes half the time
 * (2026-11-29; docs/benchmarks.md).
 */
public interface ForkingMixIn extends RequestProcessing {

    /** How many requests may be in progress; more clients wait to be accepted. Python's {@code max_children}. */
    default int maxChildren() {
        return ServerOptions.or(options().maxRequests(), 40);
    }

    /** {@inheritDoc} Here as many as {@link #maxChildren}, or as there are file descriptors for: four for each. */
    @Override
    default int maxRequests() {
        return Math.min(maxChildren(), Descriptors.children());
    }

    /** How long {@link BaseServer#handleRequest()} waits. Python's {@code timeout}, 300 s for forking servers. */
    @Override
    default @Nullable Duration timeout() {
        return Duration.ofMinutes(5);
    }

    /** The options of a child's JVM; those here make it start soon, with a {@link #childCache} sooner, and stay small. */
    default List<String> childOptions() {
        return ForkedJvm.options(childCache());
    }

    /**
     * A start-up cache (JEP 514) for children, which start sooner with it; null for none. One request makes it, with {@code
     * -XX:AOTCacheOutput=FILE} among the {@link #childOptions}, from a class path of jars. It is for that class path and
     * those options, and to be made anew with the classes: the JVM may take old ones from it (JDK-8377932). That it is
     * missing does no harm; one that can't be used makes children start later than none.
     */
    default @Nullable Path childCache() {
        return options().childCache();
    }

    /** The processes that now work on requests. Python's {@code active_children}. */
    default Set<ProcessHandle> activeChildren() {
        return ((BaseServer<?>) this).activeRequests()
                .stream()
                .map(ActiveRequest::child)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Does nothing, because no child that ended waits for it here. Python's {@code collect_children}. */
    default void collectChildren() {}

    /**
     * Called when a child has ended, by the thread that looked after it, before the request counts as done.
     *
     * @param status 0 if its finishRequest returned normally; 128 and more if a signal ended it, where there are signals
     */
    default void childExited(long pid, int status) {}

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if no JVM can be started here
     * @throws IllegalStateException if a child could not make the server or the handler, or would have to know of
     *         options: it makes them anew, and the handler's own methods can tell it a timeout and a deadline
     */
    @Override
    default void checkProcessing() {
        ForkedJvm.checkSupport();
        if (options().timeout() != null || options().deadline() != null) {
            throw new IllegalStateException("a child process does not know its server's timeout and deadline:"
                    + " override the handler's methods of these names");
        }
        ForkTask.checkClasses((BaseServer<?>) this);
    }

    /** Has another thread start the child, and returns at once. Python's {@code process_request}. */
    @Override
    default void startProcessing(ActiveRequest<?> request) {
        request.startIn(VIRTUAL_THREADS.newThread(new ForkedRequest(this, request)));
    }
}
