package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The program hangs while it connects, although connecting has a time limit: looking up the name has none. The system
 * takes as long as its resolver likes (glibc: 5 s for each name server, and all of it twice), in native code, which no
 * interrupt reaches. Nothing can end it: whoever must go on leaves it to a thread of its own.
 *
 * <pre>
 * $ ./sockets pitfall endless-look-up
 * done:   connected to a name whose look-up is not answered
 * broken: still blocked
 * fixed:  SocketTimeoutException: Look-up timed out
 * </pre>
 */
public final class EndlessLookUp {

    private static final String NAME = "unanswered.example";
    private static final int PORT = 9; // nobody gets as far as that
    private static final int TIMEOUT_MILLIS = 200; // short, to show it; a client takes seconds
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private EndlessLookUp() {}

    /** Shows both halves. */
    static void main() throws IOException {
        Path hosts = silentNameServer();
        try {
            IO.println("done:   connected to a name whose look-up is not answered");
            IO.println("broken: " + BlockingCall.at(() -> connectAtOnce(NAME, PORT)).outcome(PATIENCE));
            BlockingCall fixed = BlockingCall.at(() -> connectInTime(NAME, PORT));
            IO.println("fixed:  " + fixed.outcome(LoopbackConnection.DEADLINE));
        } finally {
            Files.delete(hosts);
        }
    }

    /** A file like /etc/hosts that nobody writes to: a named pipe. It has to be set before the first look-up. */
    private static Path silentNameServer() throws IOException {
        Path folder = Files.createTempDirectory("names");
        folder.toFile().deleteOnExit();
        Path hosts = folder.resolve("hosts");
        try {
            if (new ProcessBuilder("mkfifo", hosts.toString()).inheritIO().start().waitFor() != 0) {
                throw new IOException("cannot make a named pipe");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while waiting for mkfifo");
        }
        System.setProperty("jdk.net.hosts.file", hosts.toString());
        return hosts;
    }

    /** Broken: the limit is for the connection, and there is none to make yet. */
    static String connectAtOnce(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            return "connected";
        }
    }

    /** Fixed: the look-up has a thread of its own, a platform thread, and this one waits no longer than it wants to. */
    static String connectInTime(String host, int port) throws IOException {
        FutureTask<InetAddress> lookUp = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread.ofPlatform().daemon().name("look-up").start(lookUp); // ends when the system has given up
        try (Socket socket = new Socket()) {
            InetAddress address = lookUp.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return "connected";
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("Look-up timed out");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while looking up " + host);
        }
    }
}
