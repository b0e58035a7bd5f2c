package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A page arrives empty, and no error tells: it has moved, and the JDK's client does not follow a redirect unless told
 * to, nor does it take any status for an error. Whoever follows has to count, since a page may lead back to itself; the
 * JDK's client stops after five.
 *
 * <pre>
 * $ ./sockets pitfall empty-page
 * sent:   a request for /old, which has moved to /new
 * broken: ""
 * fixed:  "the page"
 * </pre>
 */
public final class EmptyPage {

    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int NO_BODY = -1;

    private EmptyPage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a request for /old, which has moved to /new");
        IO.println("broken: " + fetched("/old", EmptyPage::whateverComes));
        IO.println("fixed:  " + fetched("/old", EmptyPage::whereverItIs));
    }

    /** How a page is fetched. */
    @FunctionalInterface
    interface Fetching {
        String fetch(URI uri) throws IOException, InterruptedException;
    }

    /** Fetches from a server where /old has moved to /new, and /loop to itself. */
    static String fetched(String path, Fetching fetching) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/old", exchange -> redirect(exchange, "/new"));
        server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        server.createContext("/new", exchange -> {
            try (exchange) {
                byte[] page = "the page".getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(OK, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
            return BlockingCall.at(() -> '"' + fetching.fetch(uri) + '"').outcome(LoopbackConnection.DEADLINE);
        } finally {
            server.stop(0);
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(FOUND, NO_BODY);
        }
    }

    /** Broken: takes the body of whatever answer comes. */
    static String whateverComes(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    /** Fixed: follows, and then takes nothing but a page for a page. */
    static String whereverItIs(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body();
        }
    }
}
