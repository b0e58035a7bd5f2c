package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.socketserver.ActiveRequest;
import io.github.socketsbyexample.socketserver.BaseRequestHandler;
import io.github.socketsbyexample.socketserver.DatagramRequest;
import io.github.socketsbyexample.socketserver.ThreadingUDPServer;

/** Answers each datagram, NAME, with Hello, NAME! by socketserver-port; hello_udp.py is the same in CPython. */
final class LibraryHello extends ThreadingUDPServer implements Server {

    private static final byte[] BEFORE = "Hello, ".getBytes(StandardCharsets.US_ASCII);

    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024; // as the peers have it

    private final boolean threading;

    /** Listens. */
    LibraryHello(InetSocketAddress address, boolean threading) throws IOException {
        this.threading = threading;
        open(address, Hello::new);
    }

    @Override
    public void serverBind() throws IOException {
        super.serverBind();
        channel().setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    }

    /** Here or in a thread: what ThreadingMixIn decides, decided at run time. */
    @Override
    protected void processRequest(ActiveRequest<DatagramRequest> request) {
        if (threading) {
            super.processRequest(request);
        } else {
            request.process();
        }
    }

    /** One datagram. */
    private static final class Hello extends BaseRequestHandler<DatagramRequest> {
        @Override
        protected void handle() throws IOException {
            byte[] name = request().data();
            byte[] answer = Arrays.copyOf(BEFORE, BEFORE.length + name.length + 1);
            System.arraycopy(name, 0, answer, BEFORE.length, name.length);
            answer[answer.length - 1] = '!';
            @Nullable
            SocketAddress client = clientAddress();
            if (client != null) {
                request().socket().sendTo(answer, client);
            }
        }
    }

    @Override
    public SocketAddress localAddress() {
        return serverAddress();
    }

    @Override
    public void serve() {
        serveForever();
    }
}
