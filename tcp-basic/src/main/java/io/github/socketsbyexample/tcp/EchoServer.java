package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.ReceivedText;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Sends every byte back until the client ends its stream, then closes. One client after another, all in the thread that
 * called {@link #serve}: a client that connects and says nothing keeps the others waiting in the backlog
 * (threaded-server shows six ways out).
 *
 * <p>Source: document 000, section 1.1.1. Run: {@code ./sockets tcp-basic echo-server}
 */
public final class EchoServer implements Server {

    static final int PORT = 50007;

    private static final int BUFFER_BYTES = 64 * 1024; // few calls for much data; a call of the JDK's moves no more than 128 KiB

    private final Logger log = LoggerFactory.getLogger(EchoServer.class);
    private final GracefulServerSocket listener;
    private final boolean once;

    /**
     * Listens.
     *
     * @param once whether {@link #serve} returns after the first client, as the document's server does
     */
    public EchoServer(InetSocketAddress address, ServerSettings settings, boolean once) throws IOException {
        this.listener = settings.listen(address);
        this.once = once;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(EchoServer.class, PORT)
                .flag("once", "stop after the first client, as the document's server does")
                .serve(args, arguments -> new EchoServer(
                        arguments.listenAddress(), arguments.serverSettings(), arguments.has("once")));
    }

    @Override
    public void serve() throws IOException {
        try {
            do {
                try (Socket client = listener.accept()) {
                    converse(client);
                }
            } while (!once);
        } catch (SocketException e) {
            if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                throw e;
            }
        }
    }

    private void converse(Socket client) {
        String peer = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("Connected by " + peer);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (ReceivedText received = new ReceivedText("Received: ", StandardCharsets.UTF_8)) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n; (n = in.read(buffer)) != -1;) { // -1: the client ended its stream; it may still be reading
                received.show(buffer, n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage()); // one client's trouble; the next is served
        }
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
