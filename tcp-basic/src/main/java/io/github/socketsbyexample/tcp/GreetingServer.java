package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.Charset;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.ReceivedText;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Prints the text that a client sends and greets for every chunk of it, until the client ends its stream. A chunk is
 * what one read returned, not a message: characters that the network split are put together again by {@link
 * ReceivedText}, and bytes that are no text in the charset are shown as U+FFFD. One client after another, as {@link
 * EchoServer}.
 *
 * <p>Source: document 001. Run: {@code ./sockets tcp-basic greeting-server}
 */
public final class GreetingServer implements Server {

    static final int PORT = 9090;
    static final String CHARSET = "GBK";

    private static final String GREETING = "server: hello, client!";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Logger log = LoggerFactory.getLogger(GreetingServer.class);
    private final GracefulServerSocket listener;
    private final Charset charset;

    /**
     * Listens.
     *
     * @param charset of both sides' text
     */
    public GreetingServer(InetSocketAddress address, ServerSettings settings, Charset charset) throws IOException {
        this.listener = settings.listen(address);
        this.charset = charset;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(GreetingServer.class, PORT)
                .charset(CHARSET)
                .serve(args, arguments -> new GreetingServer(
                        arguments.listenAddress(), arguments.serverSettings(), arguments.charset(CHARSET)));
    }

    @Override
    public void serve() throws IOException {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    converse(client);
                }
            }
        } catch (SocketException e) {
            if (!listener.isClosed()) {
                throw e;
            }
        }
    }

    private void converse(Socket client) {
        String peer = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("Client connected: " + peer);
        byte[] greeting = GREETING.getBytes(charset);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (ReceivedText received = new ReceivedText("", charset)) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n; (n = in.read(buffer)) != -1;) {
                received.show(buffer, n);
                out.write(greeting);
            }
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage());
        }
        System.out.println("Client went offline: " + peer);
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
