package io.github.socketsbyexample.pitfalls.threads;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The server runs out of memory or descriptors when many clients come: each gets a thread and a socket, as many as
 * there are. Virtual threads remove the limit on threads, not on what they hold.
 *
 * <pre>
 * $ ./sockets pitfall too-many-clients
 * sent:   100 clients at once, to a server that has means for 10
 * broken: 100 conversations at once
 * fixed:  10 conversations at once, and all 100 in the end
 * </pre>
 */
public final class TooManyClients {

    static final int CLIENTS = 100;
    static final int MOST_CLIENTS = 10; // what the server has means for
    private static final int BACKLOG = 128; // the others wait here, and cost the server nothing
    private static final Duration SETTLED = Duration.ofMillis(500); // nobody new for so long: that is all

    private TooManyClients() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   " + CLIENTS + " clients at once, to a server that has means for " + MOST_CLIENTS);
        IO.println("broken: " + crowd(TooManyClients::serveEverybody).atOnce() + " conversations at once");
        Crowd bounded = crowd(TooManyClients::serveSome);
        IO.println("fixed:  " + bounded.atOnce() + " conversations at once, and all " + bounded.served()
                + " in the end");
    }

    /** How a server serves, until its listener is closed. */
    @FunctionalInterface
    interface AcceptLoop {
        void run(ServerSocket listener, Conversations conversations) throws IOException, InterruptedException;
    }

    /** What became of the clients: how many were talked to at the same time at most, and how many in the end. */
    record Crowd(int atOnce, int served) {}

    /** The conversations of a server, which last until the client ends its stream. */
    static final class Conversations {

        private final AtomicInteger current = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void converse(Socket client) {
            try (client) {
                most.accumulateAndGet(current.incrementAndGet(), Math::max);
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // this client's trouble; the server goes on
            } finally {
                current.decrementAndGet();
            }
        }
    }

    static Crowd crowd(AcceptLoop loop) throws IOException {
        Conversations conversations = new Conversations();
        List<Socket> clients = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            BlockingCall server = BlockingCall.at(() -> {
                loop.run(listener, conversations);
                return "never";
            });
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                clients.add(client);
                client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
                client.getOutputStream().write('?');
            }
            int before;
            do {
                before = conversations.most.get();
                server.outcome(SETTLED);
            } while (conversations.most.get() > before);
            int served = 0;
            for (Socket client : clients) { // each leaves when it has its answer, and makes room for another
                served += client.getInputStream().read() == '?' ? 1 : 0;
                client.close();
            }
            return new Crowd(conversations.most.get(), served);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** Broken: accepts whoever comes. */
    static void serveEverybody(ServerSocket listener, Conversations conversations) throws IOException {
        while (true) {
            Socket client = listener.accept();
            Thread.ofVirtual().start(() -> conversations.converse(client));
        }
    }

    /** Fixed: accepts when it has a permit, so that the rest waits in the backlog. */
    static void serveSome(ServerSocket listener, Conversations conversations)
            throws IOException, InterruptedException {
        Semaphore permits = new Semaphore(MOST_CLIENTS);
        while (true) {
            permits.acquire();
            Socket client = listener.accept(); // throws when the server stops; the permits end with it
            Thread.ofVirtual().start(() -> {
                conversations.converse(client);
                permits.release();
            });
        }
    }
}
