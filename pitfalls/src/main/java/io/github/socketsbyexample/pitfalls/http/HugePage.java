package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * One page fills the memory: the client takes all of a body, and the server goes on sending. {@code
 * BodyHandlers.limiting}, new in JDK 25, ends it; {@code Content-Length} can't, which is missing here, or too large.
 *
 * <pre>
 * $ ./sockets pitfall huge-page
 * sent:   a page of 4194304 bytes, of which a page may have 1048576
 * broken: 4194304 bytes
 * fixed:  IOException: body exceeds capacity: 1048576
 * </pre>
 */
public final class HugePage {

    static final int SENT_BYTES = 4 << 20; // it might as well go on for ever
    static final int MOST_BYTES = 1 << 20; // a page of this program is never larger

    private HugePage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a page of " + SENT_BYTES + " bytes, of which a page may have " + MOST_BYTES);
        IO.println("broken: " + outcome(SENT_BYTES, HugePage::allOfIt));
        IO.println("fixed:  " + outcome(SENT_BYTES, HugePage::someOfIt));
    }

    static String outcome(int bytes, OneAnswer.Fetching fetching) throws IOException {
        String page = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(bytes);
        return OneAnswer.fetched(page, (client, uri) -> fetching.fetch(client, uri).length() + " bytes")
                .replace("\"", "");
    }

    /** Broken: as much as comes. */
    static String allOfIt(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    /** Fixed: as much as allowed. */
    static String someOfIt(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(),
                BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES)).body();
    }
}
