package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** One side of a Unix-domain datagram conversation in a test, with a deadline on every wait. */
final class UnixDatagrams implements AutoCloseable {

    private final AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance();

    /** Has no name, so that it can send but not be answered. */
    UnixDatagrams() throws IOException {
        socket.setSoTimeout((int) LoopRun.DEADLINE.toMillis());
    }

    /** Has the name of a file. */
    UnixDatagrams(Path name) throws IOException {
        this(AFUNIXSocketAddress.of(name));
    }

    /** Has a name whose bytes need not be text. */
    UnixDatagrams(byte... name) throws IOException {
        this(AFUNIXSocketAddress.of(name));
    }

    private UnixDatagrams(AFUNIXSocketAddress name) throws IOException {
        this();
        socket.bind(name);
    }

    void send(SocketAddress receiver, byte... bytes) throws IOException {
        int _ = socket.getChannel().send(ByteBuffer.wrap(bytes), UnixAddress.forJunixsocket(receiver));
    }

    void send(SocketAddress receiver, String text) throws IOException {
        send(receiver, text.getBytes(StandardCharsets.UTF_8));
    }

    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
