package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/** A server that has one answer, whatever the question is, and the JDK's client to ask it: all in this process. */
final class OneAnswer {

    private static final int MOST_REQUEST_BYTES = 8192;

    private OneAnswer() {}

    /** How an answer is taken; returns the body. */
    @FunctionalInterface
    interface Fetching {
        String fetch(HttpClient client, URI uri) throws Exception;
    }

    /** Says what is fetched when the server gives this answer and ends its stream. */
    static String fetched(String answer, Fetching fetching) throws IOException {
        return fetched(answer, true, fetching, LoopbackConnection.DEADLINE);
    }

    /** Says what is fetched within so long when the server gives this answer and neither more nor an end. */
    static String fetchedOfUnended(String answer, Fetching fetching, Duration patience) throws IOException {
        return fetched(answer, false, fetching, patience);
    }

    private static String fetched(String answer, boolean ends, Fetching fetching, Duration patience)
            throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient client = HttpClient.newHttpClient()) {
            BlockingCall.at(() -> answer(listener, answer, ends));
            URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
            BlockingCall call = BlockingCall.at(() -> '"' + fetching.fetch(client, uri) + '"');
            String outcome = call.outcome(patience);
            client.shutdownNow(); // or close() would wait for a call that has not ended
            return outcome;
        }
    }

    private static String answer(ServerSocket listener, String answer, boolean ends) throws IOException {
        try (Socket client = listener.accept()) {
            client.getInputStream().read(new byte[MOST_REQUEST_BYTES]);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            if (ends) {
                client.shutdownOutput();
            }
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            client.getInputStream().readAllBytes(); // to the client's end, or a reset might overtake the answer
            return "answered";
        }
    }
}
