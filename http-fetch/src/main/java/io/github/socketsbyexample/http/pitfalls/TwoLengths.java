package io.github.socketsbyexample.http.pitfalls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.common.Attempt;
import io.github.socketsbyexample.common.LoopbackConnection;
import io.github.socketsbyexample.common.Program;

/**
 * Two programs disagree on where an answer ends, and what is left over becomes the beginning of somebody else's
 * ("response splitting", and with requests "smuggling"): the head gives both a length and chunks. RFC 9112, section
 * 6.3: chunks win, and the message ought to be refused. The JDK's {@code HttpClient} takes the length.
 *
 * <pre>
 * $ ./sockets http-fetch pitfall two-lengths
 * sent:   Content-Length: 4, Transfer-Encoding: chunked, and "hello" as a chunk
 * broken: "5\r\nh"
 * fixed:  ProtocolException: both Content-Length and Transfer-Encoding
 * </pre>
 */
public final class TwoLengths {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";
    private static final int MOST_REQUEST_BYTES = 8192;

    private TwoLengths() {}

    /** How an answer is taken. */
    @FunctionalInterface
    interface Fetching {
        String fetch(HttpClient client, URI uri) throws IOException, InterruptedException;
    }

    /** Runs it from the command line. */
    public static void main(String[] args) {
        Program.task(TwoLengths.class).run(args, arguments -> show());
    }

    private static void show() throws IOException {
        System.out.println("sent:   Content-Length: 4, Transfer-Encoding: chunked, and \"hello\" as a chunk");
        System.out.println("broken: " + fetched(TwoLengths::believe).replace("\r", "\\r").replace("\n", "\\n"));
        System.out.println("fixed:  " + fetched(TwoLengths::doubt));
    }

    static String fetched(Fetching fetching) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newHttpClient()) {
            Attempt.at(() -> answer(listener));
            URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
            Attempt attempt = Attempt.at(() -> '"' + fetching.fetch(client, uri) + '"');
            String outcome = attempt.outcome(LoopbackConnection.DEADLINE);
            client.shutdownNow(); // or close() would wait for an attempt that has not ended
            return outcome;
        }
    }

    private static String answer(ServerSocket listener) throws IOException {
        try (Socket client = listener.accept()) {
            client.getInputStream().read(new byte[MOST_REQUEST_BYTES]);
            client.getOutputStream().write((HEAD + CHUNKS).getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            client.getInputStream().readAllBytes(); // to the client's end, or a reset might overtake the answer
            return "answered";
        }
    }

    /** Broken: takes what the library makes of it. */
    static String believe(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return response.body();
    }

    /** Fixed: looks at the head itself. (ResponseReader of this module refuses it before it reads any body.) */
    static String doubt(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        Map<String, List<String>> head = response.headers().map();
        if (head.containsKey("content-length") && head.containsKey("transfer-encoding")) {
            throw new ProtocolException("both Content-Length and Transfer-Encoding");
        }
        return response.body();
    }
}
