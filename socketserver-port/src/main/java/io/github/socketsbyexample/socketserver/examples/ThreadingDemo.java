package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.TCPServer;
import io.github.socketsbyexample.socketserver.ThreadingMixIn;

/**
 * A server in a thread, a thread for each of its requests, and three clients: all in one program, as a test would do it.
 * Every answer begins with the name of the thread that made it.
 *
 * <p>Source: document 000, section 1.2.3. Run: {@code ./sockets socketserver-port threading-demo}
 */
public final class ThreadingDemo {

    private static final Duration TIMEOUT = Duration.ofSeconds(10); // for a client: its server is in the next thread

    private ThreadingDemo() {}

    /** Runs the program from the command line. */
    public static void main(String[] args) {
        Program.task(ThreadingDemo.class).run(args, arguments -> demonstrate());
    }

    private static void demonstrate() throws IOException {
        SocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ThreadedTCPServer server = new ThreadedTCPServer()) {
            server.open(anyPort, ThreadedTCPRequestHandler::new);
            Thread loop = Thread.ofVirtual().name("Thread-1").start(server::serveForever);
            System.out.println("Server loop running in thread: " + loop.getName());
            for (int i = 1; i <= 3; i++) {
                client((InetSocketAddress) server.serverAddress(), "Hello World " + i);
            }
            server.shutdown();
        }
    }

    private static void client(InetSocketAddress server, String message) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(server, TIMEOUT)) {
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            byte[] response = socket.getInputStream().readAllBytes();
            System.out.println("Received: " + Texts.printable(new String(response, StandardCharsets.UTF_8)));
        }
    }

    /** The mix-in makes the threads; this names them. */
    static final class ThreadedTCPServer extends TCPServer implements ThreadingMixIn {

        private final ThreadFactory threads = Thread.ofVirtual().name("Thread-", 2).factory();

        @Override
        public ThreadFactory threadFactory() {
            return threads;
        }
    }

    /** One connection. */
    static final class ThreadedTCPRequestHandler extends BaseRequestHandler<Socket> {

        @Override
        protected void handle() throws IOException {
            byte[] buffer = new byte[1024];
            int n = Math.max(0, request().getInputStream().read(buffer));
            byte[] name = (Thread.currentThread().getName() + ": ").getBytes(StandardCharsets.UTF_8);
            byte[] response = Arrays.copyOf(name, name.length + n);
            System.arraycopy(buffer, 0, response, name.length, n);
            request().getOutputStream().write(response);
        }
    }
}
