package io.github.socketsbyexample.benchmarks;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;

/**
 * What the load generator shall do.
 *
 * @param mode in which way
 * @param to the server
 * @param connections how many, from 1; with {@link Mode#UDP} how many datagrams are under way at once
 * @param size bytes of a message, {@value Message#MIN_BYTES} to {@value #MAX_SIZE}
 * @param rate requests per second on all connections together, or 0 for as many as the answers allow
 * @param warmUp what is not measured, before
 * @param time what is measured
 * @param patience how long a server may show no sign of life
 * @param pid of the server, to read its processor time, or 0
 * @param say a request in its own words instead of a message of {@code size} bytes; empty for none
 * @param expect the answer to that; with {@link Mode#DOWNLOAD} its end
 * @param bytes least length of an answer with {@link Mode#DOWNLOAD}
 */
record Job(Mode mode, SocketAddress to, int connections, int size, int rate, Duration warmUp, Duration time,
        Duration patience, long pid, String say, String expect, long bytes) {

    static final int MAX_SIZE = 64 * 1024;

    private static final String DEFAULT_PATIENCE = "20s"; // beyond what a server that is only slow needs
    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "to", "connections", "size", "rate", "warmup", "time", "patience", "pid", "say", "expect", "bytes"));

    /** A way to use a server. */
    enum Mode {
        /** Each connection asks, waits for the answer, and asks again; with a rate it asks when it is time to. */
        ECHO,
        /** Each connection asks once and ends; the next one follows. */
        CHURN,
        /** Each connection sends without a pause, and reads what comes back. */
        BULK,
        /** Datagrams, each of which is to be answered with {@code Hello, } and itself. */
        UDP,
        /** Each connection asks once for a long answer; the next one follows. */
        DOWNLOAD,
        /** Connections that ask once and are silent then. */
        HOLD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a mode and {@code key=value} words. */
    static Job parse(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("MODE is missing");
        }
        Mode mode = List.of(Mode.values())
                .stream()
                .filter(each -> each.toString().equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + words.getFirst() + "' is none of "
                        + String.join(", ", List.of(Mode.values()).stream().map(Mode::toString).toList())));
        Fields fields = Fields.parse(words.subList(1, words.size()), KEYS);
        return new Job(mode,
                fields.get("to", Program.DEFAULT_HOST + ":0", Job::address),
                fields.get("connections", "1", text -> OptionValues.number(text, 1, 1_000_000)),
                fields.get("size", "64", text -> OptionValues.number(text, Message.MIN_BYTES, MAX_SIZE)),
                fields.get("rate", "0", text -> OptionValues.number(text, 0, 100_000_000)),
                fields.get("warmup", "200ms", OptionValues::time),
                fields.get("time", "1s", OptionValues::time),
                fields.get("patience", DEFAULT_PATIENCE, OptionValues::time),
                fields.get("pid", "0", text -> OptionValues.number(text, 0, Integer.MAX_VALUE)),
                fields.get("say", "", String::translateEscapes),
                fields.get("expect", "", String::translateEscapes),
                fields.get("bytes", "0", text -> OptionValues.number(text, 0, Integer.MAX_VALUE)));
    }

    /** Reads HOST:PORT, or the path of a Unix socket. */
    static SocketAddress address(String text) {
        if (text.startsWith("/")) {
            return UnixDomainSocketAddress.of(text);
        }
        InetSocketAddress address = OptionValues.address(text);
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    /** Writes the job as {@link #parse} reads it; what is at its default is left out. */
    List<String> words() {
        Fields fields = new Fields().put("to", Addresses.format(to)).put("connections", connections);
        if (say.isEmpty()) {
            fields.put("size", size);
        } else {
            fields.put("say", escaped(say)).put("expect", escaped(expect));
        }
        if (rate > 0) {
            fields.put("rate", rate);
        }
        if (bytes > 0) {
            fields.put("bytes", bytes);
        }
        fields.put("warmup", Durations.format(warmUp)).put("time", Durations.format(time));
        if (pid > 0) {
            fields.put("pid", pid);
        }
        List<String> words = new ArrayList<>(List.of(mode.toString()));
        words.addAll(fields.words());
        return words;
    }

    Job against(SocketAddress server) {
        return new Job(mode, server, connections, size, rate, warmUp, time, patience, pid, say, expect, bytes);
    }

    Job withPid(long servers) {
        return new Job(mode, to, connections, size, rate, warmUp, time, patience, servers, say, expect, bytes);
    }

    Job during(Duration itsWarmUp, Duration itsTime) {
        return new Job(mode, to, connections, size, rate, itsWarmUp, itsTime, patience, pid, say, expect, bytes);
    }

    Job withAtMost(int someConnections) {
        return new Job(mode, to, Math.min(connections, someConnections), size, rate, warmUp, time, patience, pid, say,
                expect, bytes);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (c > ' ' && c < 0x7f) {
                        escaped.append(c);
                    } else {
                        escaped.append(String.format(Locale.ROOT, "\\%03o", (int) c)); // also blanks, which part words
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Returns what is said on each connection. */
    Exchange exchange() {
        if (!say.isEmpty()) {
            return Exchange.words(say, expect);
        }
        return mode == Mode.UDP ? Exchange.hello(size) : Exchange.echo(size);
    }
}
