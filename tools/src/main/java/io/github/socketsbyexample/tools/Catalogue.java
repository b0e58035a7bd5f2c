package io.github.socketsbyexample.tools;

import java.util.List;
import java.util.stream.Stream;

import io.github.socketsbyexample.tools.Pair.End;
import io.github.socketsbyexample.tools.Pair.Transport;

/**
 * All pairs of the collection. A new example joins the demo and the tests by one entry here; a command that is in no
 * entry fails a test.
 */
public final class Catalogue {

    /** Every pair, in the order in which they are shown. */
    public static final List<Pair> PAIRS = Stream.concat(Stream.of(
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
                            .saying("你好"))
                    .in("GBK"),
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
            new Pair("tcp-basic", "file", "document 002, sendfile",
                    "how long it is, what it is called, what is in it; and back comes how much of it has been kept",
                    End.of("file-server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: " + Pair.FILE_NAME + " (12 bytes)"),
                    End.of("file-client --port {port} {file}",
                            "Confirmed: 12 bytes")),
            new Pair("udp-basic", "address", "document 000, section 1.1.2",
                    "a datagram each way, no connection: all that the server knows of its client is an address",
                    Transport.UDP,
                    End.of("address-server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: Hello, world"),
                    End.of("address-client --port {port} --timeout 60s", // a slow answer is not asked for again
                            "Received: Hello ('127.0.0.1', <port>)")),
            new Pair("udp-basic", "hello", "document 003, section 1.3",
                    "every datagram is a message of its own; the fourth name is empty, and a message all the same",
                    Transport.UDP,
                    End.of("hello-server --port 0",
                            "Listening on <server>",
                            "Received from <client>.",
                            "Received from <client>.",
                            "Received from <client>.",
                            "Received from <client>."),
                    End.of("hello-client --port {port} --timeout 60s Michael Tracy Sarah",
                            "Hello, Michael!",
                            "Hello, Tracy!",
                            "Hello, Sarah!",
                            "Hello, !")
                            .saying("")),
            Pair.alone("udp-basic", "local address", "document 000, section 1.1.3",
                    "the address that this machine would send from; nothing goes over the wire",
                    End.of("local-address --to 127.0.0.1",
                            "127.0.0.1")),
            new Pair("threaded-server", "welcome", "document 003",
                    "the server speaks first, and takes a while for each answer; exit ends it",
                    End.of("welcome-server --port 0 --delay 200ms",
                            "Listening on <server>",
                            "Accept new connection from <client>...",
                            "Connection from <client> closed."),
                    End.of("welcome-client --port {port}",
                            "Welcome!",
                            "Hello, Michael!",
                            "Hello, Tracy!",
                            "Hello, Sarah!")),
            new Pair("threaded-server", "welcome, one thread for all", "document 003",
                    "the same protocol object, driven by a selector instead of a thread per client",
                    End.of("welcome-server --port 0 --delay 200ms --design selector",
                            "Listening on <server>",
                            "Accept new connection from <client>...",
                            "Connection from <client> closed."),
                    End.of("welcome-client --port {port} e exi 小红", // which begin as exit does, and are answered all the same
                            "Welcome!",
                            "Hello, e!",
                            "Hello, exi!",
                            "Hello, 小红!")),
            new Pair("threaded-server", "greeting", "document 001",
                    "tcp-basic's client meets a server for many clients at once",
                    End.of("greeting-server --port 0",
                            "Listening on <server>",
                            "Client connected: <client>",
                            "你好",
                            "Client went offline: <client>"),
                    End.of("greeting-client --port {port}",
                            "server: hello, client!")
                            .saying("你好")
                            .from("tcp-basic"))
                    .in("GBK"),
            new Pair("remote-exec", "raw", "document 000, section 1.1.3",
                    "a chunk of bytes is a command, a chunk is its answer; one that prints nothing needs words for it",
                    End.of("raw-server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: printf 'a.txt\\nb.txt\\n'",
                            "Received: true",
                            "Received: echo found nothing >&2; false",
                            "<client> close."),
                    End.of("raw-client --port {port}",
                            "Received: a.txt",
                            "b.txt",
                            "Received: return null",
                            "Received: found nothing")
                            .reading("printf 'a.txt\\nb.txt\\n'\n\ntrue\necho found nothing >&2; false\n")),
            new Pair("remote-exec", "framed", "document 000, section 1.1.3, with frames",
                    "frames say where an answer ends, so it can be of any size and come while the command runs",
                    End.of("server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: echo begin; seq 1 100000 | tail -n 1",
                            "Received: true",
                            "Received: printf end",
                            "<client> close."),
                    End.of("client --port {port}",
                            "begin",
                            "100000",
                            "end")
                            .reading("echo begin; seq 1 100000 | tail -n 1\n\ntrue\nprintf end\n")),
            new Pair("remote-exec", "one command", "document 000, section 1.1.3, with frames",
                    "-c runs one command, as ssh does: its output is the client's, and so is its exit code",
                    End.of("server --port 0",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: echo 你好; exit 0",
                            "<client> close."),
                    End.of("client --port {port} -c",
                            "你好")
                            .saying("echo 你好; exit 0")),
            new Pair("remote-exec", "no shell", "document 000, section 1.1.3, with an allow-list",
                    "only what is on the list runs, and no shell: a semicolon is an argument like any other",
                    End.of("server --port 0 --allow echo,date",
                            "Listening on <server>",
                            "Connected by <client>",
                            "Received: echo hello; echo $HOME",
                            "<client> close."),
                    End.of("client --port {port} -c",
                            "hello; echo $HOME")
                            .saying("echo hello; echo $HOME")),
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
                            "Saved index.html (191 bytes)"))),
            SocketServerPairs.PAIRS.stream()).toList();

    private Catalogue() {}

    /** Returns the pairs that talk over a transport. */
    public static List<Pair> over(Transport transport) {
        return PAIRS.stream().filter(pair -> pair.transport() == transport).toList();
    }
}
