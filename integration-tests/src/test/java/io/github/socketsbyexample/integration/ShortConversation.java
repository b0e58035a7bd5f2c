package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.tcp.EchoClient;
import io.github.socketsbyexample.tcp.TimestampClient;
import io.github.socketsbyexample.threaded.WelcomeClient;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.udp.AddressClient;
import io.github.socketsbyexample.udp.HelloClient;

/**
 * A client that asks one question, in this process: thousands of processes would be load on the machine, not on the
 * server.
 *
 * @param asking how it asks
 * @param printed what the server prints of a question that it has answered, with {@code {text}} for the question's text;
 *        nothing if it prints no text
 */
record ShortConversation(Asking asking, Optional<String> printed) {

    private static final int AGAIN_MILLIS = 20; // for a line of a chat that may have been said too early
    private static final int MOST_BYTES = 64 * 1024; // more than any answer has
    private static final byte[] GREETING = "server: hello, client!".getBytes(US_ASCII);

    /** One for each pair that a network carries, by the catalogue's name of the pair. */
    private static final Map<String, ShortConversation> BY_PAIR = Map.ofEntries(
            entry("tcp-basic echo", printed(ShortConversation::echo, "Received: {text}")),
            entry("tcp-basic greeting", printed(ShortConversation::greeting, "{text}")),
            entry("tcp-basic timestamp", printed(ShortConversation::timestamp, "< {text}")),
            entry("tcp-basic file", unprinted(ShortConversation::file)),
            entry("tcp-basic wait for", printed(ShortConversation::echo, "Received: {text}")), // its server is echo's
            entry("threaded-server welcome", unprinted(ShortConversation::welcome)),
            entry("threaded-server welcome, one thread for all", unprinted(ShortConversation::welcome)),
            entry("threaded-server welcome, iterative", unprinted(ShortConversation::welcome)),
            entry("threaded-server welcome, platform", unprinted(ShortConversation::welcome)),
            entry("threaded-server welcome, pool", unprinted(ShortConversation::welcome)),
            entry("threaded-server welcome, bounded", unprinted(ShortConversation::welcome)),
            entry("threaded-server greeting", printed(ShortConversation::greeting, "{text}")),
            entry("threaded-server chat", printed(ShortConversation::chat, "{text}: {text}")),
            entry("remote-exec raw", printed(ShortConversation::rawCommand, "Received: echo {text}")),
            entry("remote-exec framed", printed(ShortConversation::command, "Received: echo {text}")),
            entry("remote-exec one command", printed(ShortConversation::command, "Received: echo {text}")),
            entry("remote-exec no shell", printed(ShortConversation::command, "Received: echo {text}")),
            entry("http-fetch page", printed(ShortConversation::page, "\"GET /?{text} HTTP/1.1\" 200")),
            entry("udp-basic address", printed(ShortConversation::address, "Received: {text}")),
            entry("udp-basic hello", unprinted(ShortConversation::hello)),
            entry("socketserver-port TCP server", printed(ShortConversation::upper, "{text}")),
            entry("socketserver-port stream handler", printed(ShortConversation::upper, "{text}")),
            entry("socketserver-port threading server", printed(ShortConversation::upper, "{text}")),
            entry("socketserver-port forking server", printed(ShortConversation::upper, "{text}")),
            entry("socketserver-port UDP server", printed(ShortConversation::upperDatagram, "{text}")));

    /** Returns the names of the pairs that have one. */
    static Set<String> pairs() {
        return BY_PAIR.keySet();
    }

    /** Returns how to talk to a pair's server. */
    static ShortConversation with(Pair pair) {
        ShortConversation conversation = BY_PAIR.get(pair.toString());
        if (conversation == null) {
            throw new AssertionError("ShortConversation.BY_PAIR needs an entry for " + pair);
        }
        return conversation;
    }

    /** Asks a question. */
    @FunctionalInterface
    interface Asking {
        /**
         * Connects, asks, and returns whether the whole right answer came.
         *
         * @param patience for each wait
         */
        boolean ask(InetSocketAddress server, Duration patience, String text) throws IOException;
    }

    private static ShortConversation printed(Asking asking, String line) {
        return new ShortConversation(asking, Optional.of(line));
    }

    private static ShortConversation unprinted(Asking asking) {
        return new ShortConversation(asking, Optional.empty());
    }

    private static boolean echo(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (EchoClient client = new EchoClient(server, patience)) {
            return text.equals(new String(client.echo(text.getBytes(US_ASCII)), ISO_8859_1));
        }
    }

    private static boolean upper(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (EchoClient client = new EchoClient(server, patience)) {
            return text.toUpperCase(Locale.ROOT)
                    .equals(new String(client.echo(text.getBytes(US_ASCII)), ISO_8859_1));
        }
    }

    private static boolean upperDatagram(InetSocketAddress server, Duration patience, String text) throws IOException {
        byte[] answer = AddressClient.ask(server, patience, text.getBytes(US_ASCII)); // asks again if need be
        return text.toUpperCase(Locale.ROOT).equals(new String(answer, ISO_8859_1));
    }

    private static boolean timestamp(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (TimestampClient client = new TimestampClient(server, patience)) {
            return new String(client.ask(text.getBytes(US_ASCII)), ISO_8859_1).endsWith("] " + text);
        }
    }

    /** A file of its own each time: none replaces another. */
    private static boolean file(InetSocketAddress server, Duration patience, String text) throws IOException {
        byte[] name = (text + "-" + Long.toHexString(System.nanoTime())).getBytes(US_ASCII);
        byte[] bytes = Pair.FILE_TEXT.getBytes(US_ASCII);
        try (Socket socket = MultiAddressConnector.connect(server, patience)) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Long.BYTES + Short.BYTES + name.length + bytes.length)
                            .putLong(bytes.length)
                            .putShort((short) name.length)
                            .put(name)
                            .put(bytes)
                            .array());
            byte[] kept = ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array();
            return ByteBuffer.wrap(socket.getInputStream().readNBytes(MOST_BYTES)).equals(ByteBuffer.wrap(kept));
        }
    }

    private static boolean welcome(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (WelcomeClient client = new WelcomeClient(server, patience)) {
            boolean welcome = client.welcome().equals("Welcome!");
            boolean answered = client.answerTo(text).equals("Hello, " + text + "!");
            client.exit();
            return welcome && answered;
        }
    }

    /** One says it again until the other, which nobody tells when it is in the room, hears it. */
    private static boolean chat(InetSocketAddress server, Duration patience, String text) throws IOException {
        byte[] line = (text + "\n").getBytes(US_ASCII);
        long end = System.nanoTime() + patience.toNanos();
        try (Socket speaker = MultiAddressConnector.connect(server, patience);
                Socket listener = MultiAddressConnector.connect(server, patience)) {
            listener.setSoTimeout(AGAIN_MILLIS);
            listener.getOutputStream().write(("to-" + text + "\n").getBytes(US_ASCII));
            speaker.getOutputStream().write(line); // its name, the first time
            BufferedReader heard = new BufferedReader(new InputStreamReader(listener.getInputStream(), US_ASCII));
            while (System.nanoTime() < end) {
                speaker.getOutputStream().write(line);
                Optional<String> next = next(heard);
                if (next.isEmpty() || next.get().equals(text + ": " + text)) {
                    return next.isPresent();
                }
            }
        }
        throw new SocketTimeoutException("nobody heard it");
    }

    /** Returns the next line, an empty one if none has come for a moment, nothing at the end of the stream. */
    private static Optional<String> next(BufferedReader lines) throws IOException {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (SocketTimeoutException e) {
            return Optional.of("");
        }
    }

    private static boolean address(InetSocketAddress server, Duration patience, String text) throws IOException {
        String answer = new String(AddressClient.ask(server, patience, text.getBytes(US_ASCII)), US_ASCII);
        return answer.matches("Hello \\('127\\.0\\.0\\.1', [0-9]+\\)");
    }

    private static boolean hello(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (HelloClient client = new HelloClient(server, patience)) {
            return new String(client.greet(text.getBytes(US_ASCII)), US_ASCII).equals("Hello, " + text + "!");
        }
    }

    /** One greeting alone: the server took the text for one chunk, and prints it in one line. */
    private static boolean greeting(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(server, patience)) {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.shutdownOutput();
            return ByteBuffer.wrap(socket.getInputStream().readNBytes(MOST_BYTES)).equals(ByteBuffer.wrap(GREETING));
        }
    }

    private static boolean rawCommand(InetSocketAddress server, Duration patience, String text) throws IOException {
        byte[] answer = (text + "\n").getBytes(US_ASCII);
        try (Socket socket = MultiAddressConnector.connect(server, patience)) {
            socket.getOutputStream().write(("echo " + text).getBytes(US_ASCII));
            return ByteBuffer.wrap(socket.getInputStream().readNBytes(answer.length)).equals(ByteBuffer.wrap(answer));
        }
    }

    private static boolean command(InetSocketAddress server, Duration patience, String text) throws IOException {
        byte[] answer = ByteBuffer.allocate(5 + text.length() + 1 + 5 + Integer.BYTES)
                .put((byte) 1)
                .putInt(text.length() + 1)
                .put((text + "\n").getBytes(US_ASCII))
                .put((byte) 3)
                .putInt(Integer.BYTES)
                .putInt(0)
                .array();
        byte[] command = ("echo " + text).getBytes(US_ASCII);
        try (Socket socket = MultiAddressConnector.connect(server, patience)) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(5 + command.length)
                            .put((byte) 0)
                            .putInt(command.length)
                            .put(command)
                            .array());
            return ByteBuffer.wrap(socket.getInputStream().readNBytes(answer.length)).equals(ByteBuffer.wrap(answer));
        }
    }

    private static boolean page(InetSocketAddress server, Duration patience, String text) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(server, patience)) {
            socket.getOutputStream()
                    .write(("GET /?" + text + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(MOST_BYTES), ISO_8859_1);
            int body = answer.indexOf("\r\n\r\n") + 4;
            return answer.startsWith("HTTP/1.1 200 OK\r\n")
                    && answer.contains("\r\nContent-length: " + (answer.length() - body) + "\r\n");
        }
    }
}
