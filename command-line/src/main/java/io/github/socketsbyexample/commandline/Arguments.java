package io.github.socketsbyexample.commandline;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.Texts;

/**
 * A command line, read and checked. Every method that finds a value out of range ends the program with exit code
 * {@link Program#USAGE} and a line that names the option.
 */
public final class Arguments {

    private static final int LONGEST_PATH = 107; // sun_path of Linux, without its end; macOS has 103

    private final CommandLine line;
    private final int defaultPort;
    private final @Nullable String defaultPath;
    private @Nullable SocketAddress listening; // null before that, and of a client

    Arguments(CommandLine line, int defaultPort, @Nullable String defaultPath) {
        this.line = line;
        this.defaultPort = defaultPort;
        this.defaultPath = defaultPath;
    }

    /** Returns where a server shall listen ({@code --host}, {@code --port}); a name is looked up, its first address taken. */
    public InetSocketAddress listenAddress() {
        return new InetSocketAddress(host(), port());
    }

    /** Returns where a client shall connect ({@code --host}, {@code --port}); the name is not looked up. */
    public InetSocketAddress serverAddress() {
        int port = port();
        if (port == 0) {
            throw new UsageException("--port: a server can't be reached at port 0");
        }
        return InetSocketAddress.createUnresolved(host(), port);
    }

    /** Returns the Unix-domain socket to listen on or to connect to ({@code --path}). */
    public UnixDomainSocketAddress path() {
        return value("path", defaultPath == null ? "" : defaultPath, text -> {
            if (text.isEmpty() || text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("'" + Texts.printable(text) + "' is not a path");
            }
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_PATH) {
                throw new IllegalArgumentException(
                        "a socket's path has up to " + LONGEST_PATH + " bytes, this one " + length);
            }
            return UnixDomainSocketAddress.of(text);
        });
    }

    /** Takes note of where the server listens: the command line may have asked for any port. */
    void listening(SocketAddress address) {
        listening = address;
    }

    /** Returns the program's address, for messages about it: the real one, or what the command line says, if anything. */
    String address() {
        if (listening != null) {
            return Addresses.format(listening);
        }
        if (defaultPath != null) {
            return Addresses.format(path());
        }
        return defaultPort < 0 ? "" : Addresses.format(InetSocketAddress.createUnresolved(host(), port()));
    }

    private String host() {
        return value("host", Program.DEFAULT_HOST, OptionValues::host);
    }

    private int port() {
        return value("port", Integer.toString(defaultPort), OptionValues::port);
    }

    /** Returns how a server shall listen ({@code --backlog}, {@code --[no-]reuse-address}). */
    public ServerSettings serverSettings() {
        int backlog = number("backlog", ServerSettings.DEFAULT_BACKLOG, 1, Addresses.MAX_PORT);
        return new ServerSettings(backlog, !has("no-reuse-address"), ServerSettings.DEFAULT_GRACE);
    }

    /** Returns how long a client waits for a connection and for more of an answer ({@code --timeout}). */
    public Duration timeout() {
        return duration("timeout", Program.DEFAULT_TIMEOUT);
    }

    /** Returns the charset of the conversation ({@code --charset}), or the example's own. */
    public Charset charset(String exampleCharset) {
        return value("charset", exampleCharset, OptionValues::charset);
    }

    /** Returns whether an option without a value is there. */
    public boolean has(String flag) {
        return line.hasOption(flag);
    }

    /** Returns an option's time, or the default. */
    public Duration duration(String option, Duration defaultValue) {
        return value(option, Durations.format(defaultValue), OptionValues::time);
    }

    /** Returns an option's time to wait on purpose, which may be zero, or the default. */
    public Duration pause(String option, Duration defaultValue) {
        return value(option, Durations.format(defaultValue), OptionValues::pause);
    }

    /** Returns an option's whole number within the range, or the default. */
    public int number(String option, int defaultValue, int min, int max) {
        return value(option, Integer.toString(defaultValue), text -> OptionValues.number(text, min, max));
    }

    /** Returns an option's size in bytes, or the default, which is written as on the command line: {@code 16G}. */
    public long size(String option, String defaultValue) {
        return value(option, defaultValue, OptionValues::size);
    }

    /** Returns what stands after the options. */
    public List<String> operands() {
        return line.getArgList();
    }

    /** Returns the only operand, or the default. */
    public String operand(String defaultValue) {
        return operands().isEmpty() ? defaultValue : operands().getFirst();
    }

    /** Returns what the only operand means, which must be there; {@code name} is what the help calls it. */
    public <T> T operand(String name, Function<String, T> meaning) {
        check(!operands().isEmpty(), name + " is missing");
        return checked(name, operands().getFirst(), meaning);
    }

    /** Ends the program as wrongly called unless the condition holds. */
    public void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new UsageException(otherwise);
        }
    }

    /** Encodes an operand for the wire. */
    public byte[] encoded(String operand, Charset charset) {
        return checked("--charset", charset, c -> Texts.encode(operand, c));
    }

    /** Returns what an option's text means, or what the default's does. */
    public <T> T value(String option, String defaultValue, Function<String, T> meaning) {
        return checked("--" + option, line.getOptionValue(option, defaultValue), meaning);
    }

    private static <A, T> T checked(String option, A value, Function<A, T> meaning) {
        try {
            return meaning.apply(value);
        } catch (InvalidPathException e) {
            throw new UsageException("%s: '%s' can't be a file's name here, where names are in %s: %s".formatted(option,
                    e.getInput(), System.getProperty("sun.jnu.encoding"), e.getReason()));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }
}
