package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import io.github.socketsbyexample.common.ReceivedText;
import io.github.socketsbyexample.common.Server;

/**
 * Answers each datagram with the address that it came from, as Python prints one: {@code Hello ('127.0.0.1', 37548)}.
 * Behind a router that translates addresses, that is not what the client would say of itself. All clients are served in
 * turn by the thread that called {@link #serve}; nobody connects, nobody closes.
 *
 * <p>Source: document 000, section 1.1.2. Run: {@code ./sockets udp-basic address-server}
 */
public final class AddressServer implements Server {

    static final int PORT = 50007;

    private final Logger log = LoggerFactory.getLogger(AddressServer.class);
    private final GracefulDatagramChannel socket;

    /** Listens. */
    public AddressServer(InetSocketAddress address, DatagramSettings settings) throws IOException {
        this.socket = settings.listen(address);
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.datagramServer(AddressServer.class, PORT)
                .serve(args, arguments -> new AddressServer(
                        arguments.listenAddress(),
                        DatagramSettings.DEFAULT.reusingAddress(arguments.has("reuse-address"))));
    }

    @Override
    public void serve() throws IOException {
        byte[] bytes = new byte[DatagramSettings.MAX_PAYLOAD + 1]; // a byte to spare: nothing can be cut
        ByteBuffer datagram = ByteBuffer.wrap(bytes);
        try {
            while (true) {
                SocketAddress client = socket.receive(datagram.clear());
                byte[] text = Arrays.copyOf(bytes, datagram.position()); // beyond that is what earlier datagrams left
                if (LoopGuard.refuses(client, localAddress(), text)) {
                    log.debug("{}: not answered: it may be a server", Addresses.format(client));
                    continue;
                }
                System.out.println("Connected by " + Addresses.format(client));
                try (ReceivedText received = new ReceivedText("Received: ", UTF_8)) {
                    received.show(text, text.length);
                }
                answer((InetSocketAddress) client);
            }
        } catch (ClosedChannelException e) {
            // Closing the socket is how receive() is told to stop.
        }
    }

    private void answer(InetSocketAddress client) {
        try {
            socket.send(ByteBuffer.wrap(("Hello " + PythonAddress.repr(client)).getBytes(US_ASCII)), client);
        } catch (IOException e) {
            log.warn("{}: {}", Addresses.format(client), e.getMessage()); // one client's trouble; the next is served
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
