package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One server and one client that talk to each other, or one program that talks to nobody.
 *
 * @param module the module that shows it, and that both ends belong to unless they say otherwise
 * @param name what the conversation is called, unique within the module
 * @param document where it comes from
 * @param shows what a person can learn from watching it
 * @param transport what carries it
 * @param server the end that is started first and prints the ready line; {@link End#NONE} if the client needs none
 * @param client the other end; {@link #PORT} among its arguments stands for the server's port, {@link #FILE} for a file
 * @param second another client, for what takes two: it connects when the first is there, and leaves before that does;
 *        {@link End#NONE} where one is enough. Both are typed for in turn: a line of input for each that they print
 * @param charset what the text on the wire is written in
 */
public record Pair(String module, String name, String document, String shows, Transport transport, End server,
        End client, End second, Charset charset) {

    /** Stands for the server's port among a client's arguments. */
    public static final String PORT = "{port}";

    /** Stands for a file that a client sends: it is called {@value #FILE_NAME} and holds {@value #FILE_TEXT}. */
    public static final String FILE = "{file}";

    /** The name of that file. */
    public static final String FILE_NAME = "hello.txt";

    /** What is in that file. */
    public static final String FILE_TEXT = "Hello, world";

    /** Lets ends without a module belong to the pair's. */
    public Pair {
        server = server.module().isEmpty() ? server.from(module) : server;
        client = client.module().isEmpty() ? client.from(module) : client;
        second = second.module().isEmpty() ? second.from(module) : second;
    }

    /** What carries a conversation. */
    public enum Transport {
        /** A connection: the server sees it begin and end. */
        TCP,
        /** Datagrams. */
        UDP,
        /** A Unix-domain socket, in the folder where both ends run. */
        UNIX,
        /** Nothing: a program alone. */
        NONE;

        /** Returns whether it goes over the network, so that a relay can stand between the ends. */
        public boolean isNetwork() {
            return this == TCP || this == UDP;
        }
    }

    /** A pair that talks UTF-8. */
    public Pair(String module, String name, String document, String shows, Transport transport, End server,
            End client) {
        this(module, name, document, shows, transport, server, client, End.NONE, StandardCharsets.UTF_8);
    }

    /** A pair that talks UTF-8 over TCP. */
    public Pair(String module, String name, String document, String shows, End server, End client) {
        this(module, name, document, shows, Transport.TCP, server, client);
    }

    /** A program that needs no other. */
    public static Pair alone(String module, String name, String document, String shows, End program) {
        return new Pair(module, name, document, shows, Transport.NONE, End.NONE, program);
    }

    /** The same pair with text in another charset on the wire. */
    public Pair in(String otherCharset) {
        return new Pair(module, name, document, shows, transport, server, client, second,
                Charset.forName(otherCharset));
    }

    /** The same pair with a second client. */
    public Pair and(End secondClient) {
        return new Pair(module, name, document, shows, transport, server, client, secondClient, charset);
    }

    /** Returns whether there is a second client. */
    public boolean takesTwo() {
        return !second.command().isEmpty();
    }

    /**
     * Returns a client's command with the server's port in it, and a file to send if it sends one.
     *
     * @param folder where that file is made, in a folder of its own
     */
    public static List<String> calling(List<String> command, int port, Path folder) throws IOException {
        Path file = folder.resolve("sent").resolve(FILE_NAME);
        if (command.contains(FILE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, FILE_TEXT);
        }
        List<String> calling = new ArrayList<>(command);
        calling.replaceAll(argument -> argument.replace(PORT, Integer.toString(port)).replace(FILE, file.toString()));
        return calling;
    }

    /** Returns the ends that there are. */
    public List<End> ends() {
        return transport == Transport.NONE ? List.of(client) : List.of(server, client);
    }

    /**
     * One end of a conversation.
     *
     * @param module whose command it is; empty for the pair's own
     * @param command the command and its arguments
     * @param input what it reads from standard input
     * @param prints the lines that it prints on standard output, in the notation of {@link Transcript}
     */
    public record End(String module, List<String> command, String input, List<String> prints) {

        /** Stands where there is no other end. */
        public static final End NONE = new End("", List.of(), "", List.of());

        /** An end that reads no input; {@code commandLine} is split at spaces. */
        public static End of(String commandLine, String... prints) {
            return new End("", List.of(commandLine.split(" ")), "", List.of(prints));
        }

        /** The same end as a command of another module than the pair's. */
        public End from(String otherModule) {
            return new End(otherModule, command, input, prints);
        }

        /** The same end with standard input. */
        public End reading(String text) {
            return new End(module, command, text, prints);
        }

        /** The same end with one more argument, which may hold spaces. */
        public End saying(String argument) {
            List<String> longer = new ArrayList<>(command);
            longer.add(argument);
            return new End(module, List.copyOf(longer), input, prints);
        }
    }

    /** Returns module and name, as in {@code tcp-basic echo}. */
    @Override
    public String toString() {
        return module + " " + name;
    }
}
