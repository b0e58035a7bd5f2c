package io.github.socketsbyexample.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.GracefulDatagramChannel;
import io.github.socketsbyexample.common.Server;

/**
 * Answers each datagram, {@code NAME}, with another, {@code Hello, NAME!}. Datagrams are all there is: nobody connects,
 * nobody closes, and all clients are served in turn by the thread that called {@link #serve}.
 *
 * <p>Source: document 003, section 1.3. Run: {@code ./sockets udp-basic hello-server}
 */
public final class HelloServer implements Server {

    static final int PORT = 9999;

    private final Logger log = LoggerFactory.getLogger(HelloServer.class);
    private final GracefulDatagramChannel socket;
    private final boolean quiet;

    /**
     * Listens.
     *
     * @param quiet whether to print nothing for a datagram: the line costs about as much as the answer, and a full
     *        terminal or pipe would hold the server up while datagrams are dropped
     */
    public HelloServer(InetSocketAddress address, DatagramSettings settings, boolean quiet) throws IOException {
        this.socket = settings.listen(address);
        this.quiet = quiet;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.datagramServer(HelloServer.class, PORT)
                .flag("quiet", "print no line for each datagram, and serve more of them")
                .serve(args, arguments -> new HelloServer(
                        arguments.listenAddress(),
                        DatagramSettings.DEFAULT.reusingAddress(arguments.has("reuse-address")),
                        arguments.has("quiet")));
    }

    @Override
    public void serve() throws IOException {
        byte[] bytes = new byte[DatagramSettings.MAX_PAYLOAD + 1]; // a byte to spare: nothing can be cut
        ByteBuffer datagram = ByteBuffer.wrap(bytes);
        try {
            while (true) {
                SocketAddress client = socket.receive(datagram.clear());
                byte[] name = Arrays.copyOf(bytes, datagram.position()); // beyond that is what earlier datagrams left
                if (LoopGuard.refuses(client, localAddress(), name)) {
                    log.debug("{}: not answered: it may be a server", Addresses.format(client));
                    continue;
                }
                if (!quiet) {
                    System.out.println("Received from " + Addresses.format(client) + ".");
                }
                answer(client, Greeting.of(name));
            }
        } catch (ClosedChannelException e) {
            // Closing the socket is how receive() is told to stop.
        }
    }

    private void answer(SocketAddress client, byte[] greeting) {
        try {
            socket.send(ByteBuffer.wrap(greeting), client);
        } catch (IOException e) { // one client's trouble, as a name whose greeting no datagram can hold
            log.warn("{}: answer of {} bytes: {}", Addresses.format(client), greeting.length, e.getMessage());
        }
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
