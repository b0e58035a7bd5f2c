package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/**
 * Two programs disagree on where an answer ends, and what is left over becomes the beginning of somebody else's
 * ("response splitting", and with requests "smuggling"): the head gives both a length and chunks. RFC 9112, section
 * 6.3: chunks win, and the message ought to be refused. The JDK's {@code HttpClient} takes the length.
 *
 * <pre>
 * $ ./sockets pitfall two-lengths
 * sent:   Content-Length: 4, Transfer-Encoding: chunked, and "hello" as a chunk
 * broken: "5\r\nh"
 * fixed:  ProtocolException: both Content-Length and Transfer-Encoding
 * </pre>
 */
public final class TwoLengths {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    private TwoLengths() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   Content-Length: 4, Transfer-Encoding: chunked, and \"hello\" as a chunk");
        IO.println("broken: " + fetched(TwoLengths::believe).replace("\r", "\\r").replace("\n", "\\n"));
        IO.println("fixed:  " + fetched(TwoLengths::doubt));
    }

    static String fetched(OneAnswer.Fetching fetching) throws IOException {
        return OneAnswer.fetched(HEAD + CHUNKS, fetching);
    }

    /** Broken: takes what the library makes of it. */
    static String believe(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return response.body();
    }

    /** Fixed: looks at the head itself. (ResponseReader of http-fetch refuses it before it reads any body.) */
    static String doubt(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        Map<String, List<String>> head = response.headers().map();
        if (head.containsKey("content-length") && head.containsKey("transfer-encoding")) {
            throw new ProtocolException("both Content-Length and Transfer-Encoding");
        }
        return response.body();
    }
}
