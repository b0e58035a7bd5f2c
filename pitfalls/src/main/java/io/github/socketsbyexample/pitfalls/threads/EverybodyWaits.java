package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * One client that says nothing, and all others wait: the thread that accepts is the one that talks, and it talks to
 * that client.
 *
 * <pre>
 * $ ./sockets pitfall everybody-waits
 * done:   a client connected and says nothing; another one sends "hello"
 * broken: SocketTimeoutException: Read timed out
 * fixed:  "hello"
 * </pre>
 */
public final class EverybodyWaits {

    static final Duration PATIENCE = Duration.ofMillis(500); // of the second client, where no answer comes
    private static final int BACKLOG = 50;

    private EverybodyWaits() {}

    /** How a server serves, until its listener is closed. */
    @FunctionalInterface
    interface AcceptLoop {
        void run(ServerSocket listener) throws IOException;
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   a client connected and says nothing; another one sends \"hello\"");
        IO.println("broken: " + whatTheSecondClientSees(EverybodyWaits::serveInTurn, PATIENCE));
        IO.println("fixed:  " + whatTheSecondClientSees(EverybodyWaits::serveAtOnce, LoopbackConnection.DEADLINE));
    }

    static String whatTheSecondClientSees(AcceptLoop loop, Duration patience) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            BlockingCall.at(() -> {
                loop.run(listener);
                return "never";
            });
            try (Socket _ = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    Socket second = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                second.setSoTimeout((int) patience.toMillis());
                second.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                return BlockingCall.outcome(() -> '"' + new String(
                        second.getInputStream().readNBytes("hello".length()), StandardCharsets.UTF_8) + '"');
            }
        }
    }

    /** Broken: the next client is accepted when this one has left. */
    static void serveInTurn(ServerSocket listener) throws IOException {
        while (true) {
            Socket client = listener.accept();
            echo(client);
        }
    }

    /** Fixed: each client has a thread. How many there may be is the subject of {@link TooManyClients}. */
    static void serveAtOnce(ServerSocket listener) throws IOException {
        while (true) {
            Socket client = listener.accept();
            Thread.ofVirtual().start(() -> echo(client));
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // this client's trouble; the server goes on
        }
    }
}
