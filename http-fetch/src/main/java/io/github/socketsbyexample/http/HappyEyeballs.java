package io.github.socketsbyexample.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * Connects to a host of several addresses without waiting for those that say nothing: while one attempt goes on, the
 * next begins, with the other family's address first, and the first to connect wins (Happy Eyeballs: RFC 8305, section
 * 5). The others are closed before anything is sent. Each attempt is a blocking call in a virtual thread.
 * {@link MultiAddressConnector} takes the addresses in turn, which is less to read.
 */
final class HappyEyeballs {

    private static final Duration HEAD_START = Duration.ofMillis(250); // of an attempt on the next: RFC 8305's proposal

    private HappyEyeballs() {}

    /**
     * Connects within the timeout, not counting the look-up of the name, and returns the channel in blocking mode.
     *
     * @throws ConnectException if no address answered, in one line that names the server
     */
    static SocketChannel connect(InetSocketAddress server, Duration timeout) throws IOException {
        List<InetSocketAddress> addresses = interleaved(MultiAddressConnector.addressesOf(server));
        return addresses.size() == 1
                ? MultiAddressConnector.connectChannel(server, timeout)
                : connect(server, addresses, timeout, HEAD_START);
    }

    static SocketChannel connect(InetSocketAddress server, List<InetSocketAddress> addresses, Duration timeout,
            Duration headStart) throws IOException {
        List<Future<SocketChannel>> begun = new ArrayList<>();
        SocketChannel winner = null;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                winner = race(addresses, System.nanoTime() + timeout.toNanos(), headStart, threads, begun);
            } finally {
                threads.shutdownNow(); // an interrupt closes a channel that is connecting
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } finally {
            for (Future<SocketChannel> attempt : begun) {
                if (attempt.state() == Future.State.SUCCESS && !attempt.resultNow().equals(winner)) {
                    attempt.resultNow().close(); // second by a moment
                }
            }
        }
        if (winner == null) {
            throw failed(server, begun);
        }
        return winner;
    }

    private static @Nullable SocketChannel race(List<InetSocketAddress> addresses, long deadline,
            Duration headStart, ExecutorService threads, List<Future<SocketChannel>> begun)
            throws InterruptedException {
        var ends = new ExecutorCompletionService<SocketChannel>(threads);
        for (int failed = 0; failed < addresses.size();) {
            if (begun.size() < addresses.size()) {
                InetSocketAddress next = addresses.get(begun.size());
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                begun.add(ends.submit(() -> MultiAddressConnector.connectChannel(next, left)));
            }
            Future<SocketChannel> ended = begun.size() < addresses.size()
                    ? ends.poll(headStart.toNanos(), TimeUnit.NANOSECONDS)
                    : ends.take(); // each has its deadline
            if (ended != null && ended.state() == Future.State.SUCCESS) {
                return ended.resultNow();
            }
            failed += ended == null ? 0 : 1; // whether it failed or only takes its time: the next begins
        }
        return null;
    }

    private static ConnectException failed(InetSocketAddress server, List<Future<SocketChannel>> attempts) {
        ConnectException failure = new ConnectException("cannot connect to " + Addresses.format(server) + ": "
                + attempts.stream()
                        .map(each -> each.exceptionNow().toString().replaceFirst(".*cannot connect to ", ""))
                        .toList());
        attempts.forEach(each -> failure.addSuppressed(each.exceptionNow()));
        return failure;
    }

    /** Returns the families in turn, the first address first, each without its name: an attempt is for one address. */
    static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses) {
        Class<?> family = addresses.getFirst().getAddress().getClass();
        List<InetSocketAddress> nameless = addresses.stream()
                .map(each -> new InetSocketAddress(InetAddress.ofLiteral(each.getAddress().getHostAddress()),
                        each.getPort()))
                .toList();
        var first = nameless.stream().filter(each -> family.isInstance(each.getAddress())).toList();
        var other = nameless.stream().filter(each -> !family.isInstance(each.getAddress())).toList();
        List<InetSocketAddress> interleaved = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            first.stream().skip(i).limit(1).forEach(interleaved::add);
            other.stream().skip(i).limit(1).forEach(interleaved::add);
        }
        return interleaved;
    }
}
