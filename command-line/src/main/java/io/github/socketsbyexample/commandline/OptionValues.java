package io.github.socketsbyexample.commandline;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;

/**
 * What the values of options mean: addresses, times, sizes, counts, charsets. Never looks a name up, so nothing here
 * waits. Whatever makes no sense is an {@link IllegalArgumentException} whose message says so in one line.
 */
public final class OptionValues {

    /** The longest time taken: a day, which fits the milliseconds that sockets count in an {@code int}. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern TIME = Pattern.compile("([0-9]{1,8})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([KkMmGg]?)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

    private OptionValues() {}

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @return the address, its host not looked up
     * @throws IllegalArgumentException if the text is neither, or the port is not within 0 to {@value Addresses#MAX_PORT}
     */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new IllegalArgumentException("'" + text + "': an IPv6 address needs brackets, as in [::1]:50007");
        }
        return InetSocketAddress.createUnresolved(host(host), port(text.substring(colon + 1)));
    }

    /**
     * Reads a host name or an IP address, the latter with or without brackets.
     *
     * @throws IllegalArgumentException if it is empty or its brackets don't match
     */
    public static String host(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        if (host.isBlank() || host.indexOf('[') >= 0 || host.indexOf(']') >= 0
                || (bracketed && host.indexOf(':') < 0)) {
            throw new IllegalArgumentException("'" + text + "' is not a host name or address");
        }
        return host;
    }

    /**
     * Reads a port number.
     *
     * @throws IllegalArgumentException if it is not a decimal number within 0 to {@value Addresses#MAX_PORT}
     */
    public static int port(String text) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port <= Addresses.MAX_PORT) {
                return port;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a port number (0 to " + Addresses.MAX_PORT + ")");
    }

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException if it is not a whole number of {@code ms}, {@code s} or {@code m}, is zero (which
     *         sockets take for "for ever"), or is longer than {@link #LONGEST}
     */
    public static Duration time(String text) {
        return duration(text, 1);
    }

    /**
     * Reads a time to wait on purpose, which may be zero: that is no wait.
     *
     * @throws IllegalArgumentException if it is not a whole number of {@code ms}, {@code s} or {@code m}, or is longer
     *         than {@link #LONGEST}
     */
    public static Duration pause(String text) {
        return duration(text, 0);
    }

    private static Duration duration(String text, int leastMillis) {
        Matcher form = TIME.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time such as 500ms, 2s or 1m");
        }
        long number = Long.parseLong(form.group(1));
        Duration duration = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        if (duration.toMillis() < leastMillis || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not within " + leastMillis + "ms and " + Durations.format(LONGEST));
        }
        return duration;
    }

    /**
     * Reads a size in bytes, or in K, M or G of 1024, 1024² or 1024³ bytes, in either case.
     *
     * @throws IllegalArgumentException if it is none, is zero, or has more bytes than a {@code long} can count
     */
    public static long size(String text) {
        Matcher form = SIZE.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 4096, 64K, 16M or 1G");
        }
        long number = Long.parseLong(form.group(1));
        int shift = switch (form.group(2)) {
            case "K", "k" -> 10;
            case "M", "m" -> 20;
            case "G", "g" -> 30;
            default -> 0;
        };
        if (number == 0 || number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("'" + text + "' is not within 1 and " + (Long.MAX_VALUE >> 30) + "G");
        }
        return number << shift;
    }

    /**
     * Reads a whole number, from zero on.
     *
     * @throws IllegalArgumentException if it is none, or out of the range
     */
    public static int number(String text, int min, int max) {
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            if (min <= number && number <= max) {
                return (int) number;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a whole number from " + min + " to " + max);
    }

    /**
     * Looks a charset up by one of its names, in any case.
     *
     * @throws IllegalArgumentException if there is none of that name, naming those that are spelled nearly so, or if it
     *         can only be read
     */
    public static Charset charset(String name) {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            Stream<String> names = Charset.availableCharsets()
                    .values()
                    .stream()
                    .filter(Charset::canEncode)
                    .flatMap(c -> Stream.concat(Stream.of(c.name()), c.aliases().stream()));
            Stream<String> near = NearMatches.nearest(name, names).map(n -> Charset.forName(n).name());
            throw new IllegalArgumentException("unknown charset '" + name + "'" + NearMatches.question(near), e);
        }
        if (!charset.canEncode()) {
            throw new IllegalArgumentException("charset '" + name + "' can be read but not written");
        }
        return charset;
    }
}
