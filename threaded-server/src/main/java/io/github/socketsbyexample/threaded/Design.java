package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.NearMatches;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/** Six ways to serve clients, each of which serves any conversation. What differs is here, one line under another. */
public enum Design {

    /** One thread, one client after another: a silent client delays all. */
    ITERATIVE,
    /** A daemon thread of the system for each client, the documents' way. */
    PLATFORM,
    /** A fixed number of threads: as many silent clients delay all others. */
    POOL,
    /** A virtual thread for each client. */
    VIRTUAL,
    /** The same with a limit on clients and a deadline for each: the one to copy. */
    BOUNDED,
    /** One thread, non-blocking. */
    SELECTOR;

    /**
     * What some designs bound.
     *
     * @param poolSize threads of {@link #POOL}, from 1
     * @param maxClients clients that {@link #BOUNDED} serves at once, from 1
     * @param deadline for each conversation with {@link #BOUNDED}
     */
    public record Limits(int poolSize, int maxClients, Duration deadline) {

        /** Enough threads to see the pool work and few enough to see it full; for the rest, what an honest client needs. */
        public static final Limits DEFAULT = new Limits(8, 20_000, Duration.ofMinutes(10));
    }

    private static final int MOST_THREADS = 10_000; // systems have few more to give
    private static final int MOST_CLIENTS = 1_000_000; // beyond any system's file descriptors

    /**
     * Opens a server of this design.
     *
     * @param handler what is said, for the designs whose threads may block
     * @param states the same as {@link #SELECTOR} needs it: begins a conversation with a client of that address
     */
    public Server open(InetSocketAddress address, ServerSettings settings, Limits limits, ConversationHandler handler,
            Function<String, SelectorConversation> states) throws IOException {
        return switch (this) {
            case ITERATIVE -> new PoolServer(settings.listen(address), handler, 1);
            case PLATFORM -> new ThreadPerClientServer(settings.listen(address), handler, Thread.ofPlatform().daemon());
            case POOL -> new PoolServer(settings.listen(address), handler, limits.poolSize());
            case VIRTUAL -> new ThreadPerClientServer(settings.listen(address), handler, Thread.ofVirtual());
            case BOUNDED -> new BoundedServer(settings.listen(new ServerSocket(), address), handler,
                    limits.maxClients(), limits.deadline(), settings.grace());
            case SELECTOR -> new SelectorServer(
                    settings.listen(ServerSocketChannel.open().socket(), address).getChannel(), states,
                    settings.grace());
        };
    }

    /** Adds the options that {@link #open(Arguments, ConversationHandler, Function)} reads. */
    static Program options(Program program) {
        return program
                .option("design", "NAME", "how to serve many clients: " + names() + " (default: " + VIRTUAL + ")")
                .option("pool-size", "N", "threads of pool (default: " + Limits.DEFAULT.poolSize() + ")")
                .option("max-clients", "N",
                        "clients that bounded serves at once (default: " + Limits.DEFAULT.maxClients() + ")")
                .option("deadline", "TIME", "how long bounded lets a client stay (default: "
                        + Durations.format(Limits.DEFAULT.deadline()) + ")");
    }

    /** Opens the server that the command line asks for. */
    static Server open(Arguments arguments, ConversationHandler handler,
            Function<String, SelectorConversation> states) throws IOException {
        Design design = arguments.value("design", VIRTUAL.toString(), Design::named);
        belongs(arguments, "pool-size", design, POOL);
        belongs(arguments, "max-clients", design, BOUNDED);
        belongs(arguments, "deadline", design, BOUNDED);
        Limits limits = new Limits(
                arguments.number("pool-size", Limits.DEFAULT.poolSize(), 1, MOST_THREADS),
                arguments.number("max-clients", Limits.DEFAULT.maxClients(), 1, MOST_CLIENTS),
                arguments.duration("deadline", Limits.DEFAULT.deadline()));
        return design.open(arguments.listenAddress(), arguments.serverSettings(), limits, handler, states);
    }

    private static void belongs(Arguments arguments, String option, Design chosen, Design owner) {
        arguments.check(!arguments.has(option) || chosen == owner,
                "--" + option + " is for --design " + owner + ", not " + chosen);
    }

    /**
     * Returns the design of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those that are spelled nearly so
     */
    public static Design named(String name) {
        for (Design design : values()) {
            if (design.toString().equals(name)) {
                return design;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is none of " + names() + NearMatches.of(name, all()));
    }

    private static String names() {
        return String.join(", ", all());
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>();
        for (Design design : values()) {
            names.add(design.toString());
        }
        return names;
    }

    /** Returns the name as the command line writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
