package io.github.socketsbyexample.commandline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * The frame of every {@code main}: its options, and what all programs share ({@link ProgramRun}: {@code --help}, exit
 * codes, one-line errors; {@link ServerRun}: the ready line, and the stop on Ctrl-C or SIGTERM).
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     Program.server(EchoServer.class, 50007)
 *             .flag("once", "stop after the first client")
 *             .serve(args, arguments -> new EchoServer(arguments.listenAddress(), arguments.serverSettings()));
 * }
 * }</pre>
 *
 * <p>Name and summary of the command come from the module's {@link CommandList}. Standard output is UTF-8, written line
 * by line, whatever the system's charset is.
 */
public final class Program {

    /** Exit code of a program that failed. */
    public static final int FAILED = 1;

    /** Exit code of a program that was called wrongly. */
    public static final int USAGE = 2;

    /** Nothing is exposed to the network unless asked. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** How long clients wait unless told. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** The exit code after which the JVM goes on: a rehearsal's step may have to fail, and has failed if it does not. */
    static volatile int expected;

    private final Class<?> main;
    private final Options options = new Options();
    private final int defaultPort; // -1 if the program has no port
    private final @Nullable String defaultPath; // null if the program has no path
    private String operandSyntax = "";
    private int mostOperands;

    /** Opens a server; what it opened is closed by {@link Program}. */
    @FunctionalInterface
    public interface ServerFactory {
        /** Returns a server that listens. */
        Server open(Arguments arguments) throws IOException;
    }

    /** What a program without a server does. */
    @FunctionalInterface
    public interface Task {
        /** Does it; an {@link IOException} becomes a line on standard error and exit code {@link #FAILED}. */
        void run(Arguments arguments) throws IOException;
    }

    /** What a program does that hands on the exit code of another. */
    @FunctionalInterface
    public interface StatusTask {
        /** Does it and returns the exit code; an {@link IOException} is treated as a {@link Task}'s. */
        int run(Arguments arguments) throws IOException;
    }

    private Program(Class<?> main, int defaultPort, @Nullable String defaultPath) {
        this.main = main;
        this.defaultPort = defaultPort;
        this.defaultPath = defaultPath;
    }

    /** Begins a TCP server's program. */
    public static Program server(Class<?> main, int defaultPort) {
        return listener(main, defaultPort)
                .backlog()
                .reuseAddress("listen although old connections linger on the port (default)",
                        "don't, and fail while they do");
    }

    /**
     * Begins a UDP server's program. It has no backlog, and addresses are not reused unless asked: UDP has no old
     * connections that could linger, and the option would let two live servers share the port.
     */
    public static Program datagramServer(Class<?> main, int defaultPort) {
        return listener(main, defaultPort)
                .reuseAddress("listen although another server does that allows it too; one of them gets nothing",
                        "don't, and fail while another server listens (default)");
    }

    /**
     * Begins the program of a server on a Unix-domain stream socket.
     *
     * @param defaultName the socket's file, in the system's folder for temporary files, unless {@code --path} names one
     */
    public static Program pathServer(Class<?> main, String defaultName) {
        return pathDatagramServer(main, defaultName).backlog();
    }

    /** Likewise, on a Unix-domain datagram socket, which has no backlog. */
    public static Program pathDatagramServer(Class<?> main, String defaultName) {
        return onPath(main, defaultName, "listen on this socket")
                .reuseAddress("take the place of a socket file that nobody listens to any more (default)",
                        "don't, and fail while there is one");
    }

    /** Begins the program of a client of either. */
    public static Program pathClient(Class<?> main, String defaultName) {
        return onPath(main, defaultName, "connect to this socket").timeout();
    }

    private static Program onPath(Class<?> main, String defaultName, String what) {
        String path = Path.of(System.getProperty("java.io.tmpdir"), defaultName).toString();
        return new Program(main, -1, path).option("path", "PATH", what + " (default: " + path + ")");
    }

    private Program backlog() {
        return option("backlog", "N",
                "let so many clients wait to be accepted (default: " + ServerSettings.DEFAULT_BACKLOG + ")");
    }

    private Program timeout() {
        return option("timeout", "TIME", "wait so long to connect, and for more of an answer: 500ms, 2s, 1m (default: "
                + Durations.format(DEFAULT_TIMEOUT) + ")");
    }

    private static Program listener(Class<?> main, int defaultPort) {
        return new Program(main, defaultPort, null)
                .option("host", "HOST", "listen on this address only (default: " + DEFAULT_HOST + ")")
                .option("port", "PORT", "listen on this port, 0 for any free one (default: " + defaultPort + ")");
    }

    private Program reuseAddress(String on, String off) {
        options.addOptionGroup(new OptionGroup()
                .addOption(flagged("reuse-address", on))
                .addOption(flagged("no-reuse-address", off)));
        return this;
    }

    /** Begins a client's program. */
    public static Program client(Class<?> main, int defaultPort) {
        return new Program(main, defaultPort, null)
                .option("host", "HOST", "connect to this host (default: " + DEFAULT_HOST + ")")
                .option("port", "PORT", "connect to this port (default: " + defaultPort + ")")
                .timeout();
    }

    /** Begins a program that neither listens nor connects by the usual options. */
    public static Program task(Class<?> main) {
        return new Program(main, -1, null);
    }

    /** Adds an option without a value. */
    public Program flag(String name, String description) {
        options.addOption(flagged(name, description));
        return this;
    }

    private static Option flagged(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** Adds an option with a value. */
    public Program option(String name, String valueName, String description) {
        options.addOption(Option.builder().longOpt(name).hasArg().argName(valueName).desc(description).get());
        return this;
    }

    /** Adds an option with a value that has a short name too, as in {@code -c}. */
    public Program option(char shortName, String name, String valueName, String description) {
        options.addOption(Option.builder(String.valueOf(shortName))
                .longOpt(name)
                .hasArg()
                .argName(valueName)
                .desc(description)
                .get());
        return this;
    }

    /** Adds {@code --charset}. */
    public Program charset(String exampleCharset) {
        return option("charset", "NAME", "the text's encoding (default: " + exampleCharset + ")");
    }

    /** Lets up to {@code most} operands follow the options, written as {@code syntax} in the help. */
    public Program operands(String syntax, int most) {
        operandSyntax = " " + syntax;
        mostOperands = most;
        return this;
    }

    /** Runs a server until it ends by itself or is told to stop. */
    public void serve(String[] args, ServerFactory factory) {
        run(args, arguments -> {
            Server server = factory.open(arguments);
            arguments.listening(server.localAddress());
            new ServerRun(server).run();
        });
    }

    /** Runs a program that is no server. */
    public void run(String[] args, Task task) {
        runForStatus(args, arguments -> {
            task.run(arguments);
            return 0;
        });
    }

    /** Runs a program that is no server and has an exit code of its own. */
    public void runForStatus(String[] args, StatusTask task) {
        StandardOutput.useUtf8();
        flag("verbose", "tell more on standard error, stack traces included");
        options.addOption(Option.builder("h").longOpt("help").desc("show this help").get());
        int status = new ProgramRun(main, options, operandSyntax, mostOperands, defaultPort, defaultPath)
                .run(TypedArguments.of(args), task);
        if (status != expected) {
            System.exit(status == 0 ? FAILED : status);
        }
    }
}
