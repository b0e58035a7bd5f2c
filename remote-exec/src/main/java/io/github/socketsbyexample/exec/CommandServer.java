package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.Texts;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * What {@link RawServer} and {@link ExecServer} share, which is all but the conversation: listening, a virtual thread for
 * each client, and a stop that leaves no process. Whoever can connect can do here what the user who runs this can do, so
 * it listens on loopback alone unless both sides show certificates ({@link MutualTls}). An {@link Error} in any
 * conversation, such as no memory left, ends the server: its commands die with it instead of being forgotten.
 */
abstract class CommandServer implements Server {

    static final int PORT = 50007; // the document's

    private static final int CONNECTION_BYTES = 384 * 1024; // at most: frames both ways, and commands sent ahead
    // A few files each. As many as half of the memory has room for; further clients wait in the backlog.
    private static final int MOST_CONNECTIONS = Math.clamp(
            Runtime.getRuntime().maxMemory() / 2 / CONNECTION_BYTES, 1, 256);
    private static final Duration IDLE_TIME = Duration.ofMinutes(10); // between commands, for a person at a keyboard
    private static final Duration CONVERSATIONS_END = Duration.ofSeconds(5); // once their connections are cut
    private static final int SHOWN_CHARS = 1024; // of a command
    private static final byte[] NOTHING = {};
    private static final int RESERVE_BYTES = 1024 * 1024; // so much the stop may take when there is no memory left

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final BackOff backOff = new BackOff(log);
    private final GracefulServerSocket listener;
    private final @Nullable MutualTls tls;
    private final Duration idle;
    private final CommandRunner commands;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("deadlines").factory());
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile byte[] reserve = new byte[RESERVE_BYTES];
    private volatile @Nullable Error fatal; // the first
    private boolean closed; // guarded by this

    /**
     * Listens.
     *
     * @param tls how both sides show who they are, or null for anyone on this machine
     * @throws IllegalArgumentException if the address is not loopback and there is no TLS
     */
    CommandServer(InetSocketAddress address, ServerSettings settings, ExecLimits limits, @Nullable MutualTls tls)
            throws IOException {
        if (exposes(address) && tls == null) {
            throw new IllegalArgumentException(Addresses.format(address) + " would let others run commands here");
        }
        this.listener = settings.listen(address);
        this.tls = tls;
        this.idle = IDLE_TIME.plus(limits.time()); // silence while its command runs is no idleness
        this.timer.setRemoveOnCancelPolicy(true);
        this.commands = new CommandRunner(limits, timer);
    }

    /** Prints what a client wants to be run, or the beginning of it. */
    static void show(byte[] command) {
        String text = new String(command, StandardCharsets.UTF_8);
        System.out.println("Received: " + (text.length() <= SHOWN_CHARS
                ? Texts.printable(text)
                : Texts.printable(text.substring(0, SHOWN_CHARS)) + "... (" + command.length + " bytes)"));
    }

    static boolean exposes(InetSocketAddress address) {
        return !address.isUnresolved() && !address.getAddress().isLoopbackAddress();
    }

    /**
     * Converses with one client until one side wants no more. What it throws is the one report of how that ended.
     *
     * @param socket with TLS if there is to be TLS; closed by the caller
     * @param client what the server knows of it: deadlines, the log
     */
    abstract void converse(Socket socket, ClientConnection client, CommandRunner commands) throws IOException;

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        while (!listener.isClosed()) {
            connections.acquireUninterruptibly(); // before accept: nobody is accepted whom there is no room for
            try {
                SpareDescriptors.require();
                Socket client = listener.accept();
                backOff.succeeded();
                threads.execute(() -> run(client)); // from here on the permit is the client's
            } catch (IOException | RejectedExecutionException e) {
                connections.release();
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            } catch (Error e) {
                stop(e);
            }
        }
        Error reason = fatal;
        if (reason != null) { // the program tells it in one line, and exits with 1
            throw new IOException("the server has stopped: " + reason, reason);
        }
    }

    private void run(Socket accepted) {
        try (ClientConnection client = new ClientConnection(accepted, tls, timer, log)) {
            System.out.println("Connected by " + client.peer());
            try {
                Socket socket = client.secured(idle);
                converse(socket, client, commands);
                client.end(socket);
            } catch (IOException | RuntimeException e) {
                client.report(e); // while the connection is open: what its closing causes is nobody's trouble
            }
            System.out.println(client.peer() + " close.");
        } catch (Error e) {
            stop(e);
        } finally {
            connections.release();
        }
    }

    /** Lets {@link #serve} end with an error, and so the server. */
    private void stop(Error e) {
        if (reserve.length > 0) {
            reserve = NOTHING; // before all else, which may take memory
        }
        if (fatal == null) {
            fatal = e;
        }
        try {
            listener.close();
        } catch (IOException | OutOfMemoryError closing) { // it listens no longer: serve() ends, and closes the rest
            log.debug("while stopping", closing);
        } finally {
            connections.release(); // serve() may be waiting for one
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    /**
     * Stops in three steps: conversations may end for a while, then their connections are cut, then what runs is killed,
     * whatever state its conversation is in.
     *
     * @throws IOException if something is left all the same
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) { // by the stop, while serve() came to its end: one report is enough
            return;
        }
        closed = true;
        try (commands) { // whatever becomes of the rest, no command lives on
            listener.close();
            backOff.stop();
            threads.shutdown();
            commands.stop();
            if (!conversationsEnd()) {
                throw new IOException("some conversations have not ended");
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private boolean conversationsEnd() {
        try {
            return threads.awaitTermination(CONVERSATIONS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
