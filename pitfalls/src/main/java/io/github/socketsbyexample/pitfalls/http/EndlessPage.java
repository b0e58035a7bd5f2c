package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The request has a timeout, and the client waits for ever: up to JDK 25 {@code HttpRequest.timeout} ends with the head
 * of the answer (JDK-8208693, repaired in 26), and the body may take as long as it likes.
 *
 * <pre>
 * $ ./sockets pitfall endless-page
 * sent:   a head that announces 10 bytes, then "half", and then neither more nor an end
 * broken: still blocked
 * fixed:  TimeoutException
 * </pre>
 */
public final class EndlessPage {

    static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    private static final Duration LIMIT = Duration.ofSeconds(2); // the head comes in time, also from a busy machine

    private EndlessPage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a head that announces 10 bytes, then \"half\", and then neither more nor an end");
        IO.println("broken: " + outcome(EndlessPage::withTimeout, PATIENCE));
        IO.println("fixed:  " + outcome(EndlessPage::withDeadline, LoopbackConnection.DEADLINE));
    }

    static String outcome(OneAnswer.Fetching fetching, Duration patience) throws IOException {
        return OneAnswer.fetchedOfUnended(HALF, fetching, patience);
    }

    /** Broken: a limit for the head. */
    static String withTimeout(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** Fixed: a limit for all of the answer, and the exchange cancelled if it passes. */
    static String withDeadline(HttpClient client, URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).body();
        } finally {
            answer.cancel(true);
        }
    }
}
