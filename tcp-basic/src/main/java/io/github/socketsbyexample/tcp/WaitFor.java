package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.Security;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * Waits until a server listens: connects again and again, for no longer than the timeout, and closes at once; nothing is
 * said over the wire. Every failure is one for now: a server may be about to start, a name about to be known. Connecting
 * is all that tells, and all it tells is that a system has queued the client, not that a server is well.
 *
 * <p>Source: documents 000 and 004, {@code connect_ex}. Run: {@code ./sockets tcp-basic wait-for 127.0.0.1:50007}
 */
public final class WaitFor {

    private static final Duration ATTEMPT = Duration.ofSeconds(1); // a lost SYN is sent again later and later; a new one is not
    private static final Duration PAUSE = Duration.ofMillis(100); // a refusal comes at once: nobody shall be flooded

    private WaitFor() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        lookUpEachTime();
        Program.task(WaitFor.class)
                .option("timeout", "TIME", "wait no longer than that: 500ms, 2s, 1m (default: "
                        + Durations.format(Program.DEFAULT_TIMEOUT) + ")")
                .operands("HOST:PORT", 1)
                .run(args, WaitFor::converse);
    }

    /** Has to come before the first look-up: the JDK keeps an address for 30 s, and for 10 s that there is none. */
    static void lookUpEachTime() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private static void converse(Arguments arguments) throws IOException {
        InetSocketAddress server = arguments.operand("HOST:PORT", OptionValues::address);
        arguments.check(server.getPort() != 0, "HOST:PORT: a server can't be reached at port 0");
        await(server, arguments.timeout());
        System.out.println(Addresses.format(server) + " listens");
    }

    /**
     * Waits.
     *
     * @param server its name, if it is one, is looked up anew each time; a look-up has the system's own limits
     * @throws ConnectException if there is no server in time: the last failure
     */
    public static void await(InetSocketAddress server, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = Math.clamp(end - System.nanoTime(), 1_000_000, ATTEMPT.toNanos());
            try (Socket _ = MultiAddressConnector.connect(server, Duration.ofNanos(left))) {
                return;
            } catch (ConnectException e) {
                if (end - System.nanoTime() < PAUSE.toNanos()) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
