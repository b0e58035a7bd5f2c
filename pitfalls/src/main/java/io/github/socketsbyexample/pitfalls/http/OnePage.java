package io.github.socketsbyexample.pitfalls.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The JDK's server with one page, {@code page}, and a connection to it: all in this process.
 *
 * @param server which has it
 * @param client a bare socket, to ask for it by hand
 */
record OnePage(HttpServer server, Socket client) implements AutoCloseable {

    private static final byte[] PAGE = "page".getBytes(StandardCharsets.US_ASCII);

    static OnePage open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
            exchange.close();
        });
        server.start();
        Socket client = new Socket();
        try {
            client.connect(server.getAddress(), (int) LoopbackConnection.DEADLINE.toMillis());
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            return new OnePage(server, client);
        } catch (IOException e) {
            client.close();
            server.stop(0);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        client.close(); // first: the server's only thread may be in the middle of a request
        server.stop(0);
    }
}
