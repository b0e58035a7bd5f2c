package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
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

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * Runs the commands that clients send and answers with what they print, in the framed protocol ({@link Frame}) or the
 * document's raw one ({@link RawProtocol}): a client's first byte tells which. The client closes first. A virtual thread
 * for each connection ({@link ExecConversation}). Whoever can connect can do here what the user who runs this can do, so
 * it listens on loopback alone unless both sides show certificates ({@link MutualTls}).
 *
 * <p>Source: document 000, section 1.1.3. Run: {@code ./sockets remote-exec server}
 */
public final class ExecServer implements Server {

    static final int PORT = 50007;

    private static final int MOST_CONNECTIONS = 256; // a few files and 100 KB each; further clients wait in the backlog
    private static final Duration IDLE_TIME = Duration.ofMinutes(10); // between commands, for a person at a keyboard
    private static final Duration KILLING_TIME = Duration.ofSeconds(10); // for a stop to see all commands dead

    private final Logger log = LoggerFactory.getLogger(ExecServer.class);
    private final BackOff backOff = new BackOff(log);
    private final GracefulServerSocket listener;
    private final CommandPolicy policy;
    private final @Nullable MutualTls tls;
    private final Duration idle;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("deadlines").factory());
    private final CommandRunner runner;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Listens.
     *
     * @param tls how both sides show who they are, or null for anyone on this machine
     * @throws IllegalArgumentException if the address is not loopback and there is no TLS
     */
    ExecServer(InetSocketAddress address, ServerSettings settings, CommandPolicy policy, ExecLimits limits,
            @Nullable MutualTls tls) throws IOException {
        if (exposes(address) && tls == null) {
            throw new IllegalArgumentException(Addresses.format(address) + " would let others run commands here");
        }
        this.listener = settings.listen(address);
        this.policy = policy;
        this.tls = tls;
        this.idle = IDLE_TIME.plus(limits.time()); // silence while its command runs is no idleness
        this.timer.setRemoveOnCancelPolicy(true);
        this.runner = new CommandRunner(limits, timer);
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        MutualTls.options(Program.server(ExecServer.class, PORT)
                .option("allow", "NAMES", "run only these programs, and no shell: ls,date (default: any command)")
                .option("exec-timeout", "TIME", "kill a command after so long (default: "
                        + Durations.format(ExecLimits.DEFAULT_TIME) + ")")
                .option("max-output", "SIZE", "kill a command after so much output (default: "
                        + ExecLimits.DEFAULT_OUTPUT + "; raw answers: 16M)")
                .option("max-commands", "N",
                        "run so many commands at the same time (default: " + ExecLimits.DEFAULT_COMMANDS + ")"))
                .serve(args, ExecServer::open);
    }

    private static ExecServer open(Arguments arguments) throws IOException {
        InetSocketAddress address = arguments.listenAddress();
        MutualTls tls = MutualTls.of(arguments);
        arguments.check(tls != null || !exposes(address), "--host: " + Addresses.format(address)
                + " is not loopback: others could run commands here; that needs --tls-keystore and --tls-truststore");
        CommandPolicy policy = arguments.has("allow")
                ? arguments.value("allow", "", CommandPolicy::allowing)
                : CommandPolicy.shell();
        ExecLimits limits = new ExecLimits(
                arguments.duration("exec-timeout", ExecLimits.DEFAULT_TIME),
                arguments.size("max-output", ExecLimits.DEFAULT_OUTPUT),
                arguments.number("max-commands", ExecLimits.DEFAULT_COMMANDS, 1, 1000));
        return new ExecServer(address, arguments.serverSettings(), policy, limits, tls);
    }

    private static boolean exposes(InetSocketAddress address) {
        return !address.isUnresolved() && !address.getAddress().isLoopbackAddress();
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        while (!listener.isClosed()) {
            connections.acquireUninterruptibly(); // before accept: nobody is accepted whom there is no room for
            try {
                Socket client = listener.accept();
                backOff.succeeded();
                threads.execute(() -> converse(client)); // from here on the permit is the client's
            } catch (IOException | RejectedExecutionException e) {
                connections.release();
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            }
        }
    }

    private void converse(Socket client) {
        try {
            new ExecConversation(new ClientConnection(client, tls, timer, log), policy, runner).run(idle);
        } finally {
            connections.release();
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close(); // cuts what is not over in time: each conversation kills what it runs
        backOff.stop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(KILLING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("some conversations have not ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.close();
        timer.shutdownNow();
    }
}
