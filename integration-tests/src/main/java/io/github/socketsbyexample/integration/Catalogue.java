package io.github.socketsbyexample.integration;

import java.util.List;

import io.github.socketsbyexample.integration.Pair.End;

/**
 * All pairs of the collection. A new example joins the demo and the tests by one entry here; a command that is in no
 * entry fails a test.
 */
public final class Catalogue {

    /** Every pair, in the order in which they are shown. */
    public static final List<Pair> PAIRS = List.of(
            new Pair("tcp-basic", "echo", "document 000, section 1.1.1",
                    "every byte comes back; the client ends its stream, and the server sees that as the end",
                    End.of("echo-server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: Hello, world"),
                    End.of("echo-client --port {port}",
                            "Received: Hello, world")),
            new Pair("tcp-basic", "greeting", "document 001",
                    "text is bytes in a charset, here GBK on both sides: four bytes for these two characters",
                    End.of("greeting-server --port 0",
                            "Listening on <server>",
                            "Client connected: <client>",
                            "你好",
                            "Client went offline: <client>"),
                    End.of("greeting-client --port {port}",
                            "server: hello, client!")
                            .saying("你好")),
            new Pair("tcp-basic", "timestamp", "document 004",
                    "one connection, several questions and answers, until the client closes it",
                    End.of("timestamp-server --port 0",
                            "Listening on <server>",
                            "waiting for connection...",
                            "...connected from: <client>",
                            "< good morning",
                            "< good night",
                            "disconnect from: <client>",
                            "waiting for connection..."),
                    End.of("timestamp-client --port {port}",
                            "[<time>] good morning",
                            "[<time>] good night")
                            .reading("good morning\n\ngood night\nclose\nnever sent\n")),
            new Pair("http-fetch", "page", "document 003",
                    "a request is four lines of text; the head of the answer tells how long its body is",
                    End.of("server --port 0",
                            "Listening on <server>",
                            "<client> \"GET / HTTP/1.1\" 200"),
                    End.of("fetch http://127.0.0.1:{port}/",
                            "HTTP/1.1 200 OK",
                            "Date: <date>",
                            "Content-type: text/html; charset=utf-8",
                            "Content-length: 191",
                            "",
                            "Saved index.html (191 bytes)")));

    private Catalogue() {}
}
