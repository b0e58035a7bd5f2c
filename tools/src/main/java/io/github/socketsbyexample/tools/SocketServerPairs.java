package io.github.socketsbyexample.tools;

import java.util.List;

import io.github.socketsbyexample.tools.Pair.End;
import io.github.socketsbyexample.tools.Pair.Transport;

/** The pairs of socketserver-port; part of the {@link Catalogue}. */
final class SocketServerPairs {

    private static final String MODULE = "socketserver-port";
    private static final String SECTION = "document 000, section 1.2";

    static final List<Pair> PAIRS = List.of(
            new Pair(MODULE, "TCP server", SECTION + ".1",
                    "a server is a class and a handler: one read, one answer, and the server closes",
                    End.of("tcp-server --port 0",
                            "Listening on <server>",
                            "127.0.0.1 wrote:",
                            "hello 你好"),
                    End.of("tcp-client --port {port} hello 你好",
                            "Sent: hello 你好",
                            "Received: HELLO 你好")),
            new Pair(MODULE, "stream handler", SECTION + ".1",
                    "the same with a handler that reads lines: the white space around the words is not answered",
                    End.of("stream-server --port 0",
                            "Listening on <server>",
                            "127.0.0.1 wrote:",
                            "nice"),
                    End.of("tcp-client --port {port}",
                            "Sent:   nice ",
                            "Received: NICE")
                            .saying("  nice ")),
            new Pair(MODULE, "UDP server", SECTION + ".2",
                    "a request is a datagram, and the answer leaves through the server's own socket",
                    Transport.UDP,
                    End.of("udp-server --port 0",
                            "Listening on <server>",
                            "127.0.0.1 wrote:",
                            "hello"),
                    End.of("udp-client --port {port} hello",
                            "Sent: hello",
                            "Received: HELLO")),
            new Pair(MODULE, "threading server", "document 002",
                    "one connection, line after line, until the client leaves; others are served meanwhile",
                    End.of("threading-server --port 0",
                            "Listening on <server>",
                            "127.0.0.1 wrote:",
                            "hello",
                            "127.0.0.1 wrote:",
                            "nice to meet you"),
                    End.of("interactive-client --port {port}",
                            "HELLO",
                            "NICE TO MEET YOU")
                            .reading("hello\n\n \nnice to meet you\n")),
            Pair.alone(MODULE, "threading demo", SECTION + ".3",
                    "a server, its mix-in and three clients in one program: each request has a thread of its own",
                    End.of("threading-demo",
                            "Server loop running in thread: Thread-1",
                            "Received: Thread-2: Hello World 1",
                            "Received: Thread-3: Hello World 2",
                            "Received: Thread-4: Hello World 3")),
            new Pair(MODULE, "forking server", SECTION + ".3",
                    "the first server's handler, run by a process of its own",
                    End.of("forking-server --port 0",
                            "Listening on <server>",
                            "127.0.0.1 wrote:",
                            "hello 你好"),
                    End.of("tcp-client --port {port} hello 你好",
                            "Sent: hello 你好",
                            "Received: HELLO 你好")),
            new Pair(MODULE, "Unix stream server", "document 002",
                    "a file for an address, and a client without one",
                    Transport.UNIX,
                    End.of("unix-stream-server --path server.socket",
                            "Listening on server.socket",
                            "a client without a name wrote:",
                            "hello"),
                    End.of("unix-stream-client --path server.socket hello",
                            "Sent: hello",
                            "Received: HELLO")),
            new Pair(MODULE, "Unix datagram server", "document 002",
                    "this client needs a name of its own, or it could not be answered",
                    Transport.UNIX,
                    End.of("unix-datagram-server --path server.socket",
                            "Listening on server.socket",
                            "<path> wrote:",
                            "hello"),
                    End.of("unix-datagram-client --path server.socket hello",
                            "Sent: hello",
                            "Received: HELLO")));

    private SocketServerPairs() {}
}
