package io.github.socketsbyexample.socketserver;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Unix-domain channels: junixsocket's, because the JDK's have neither a {@link java.net.Socket} nor abstract names, and
 * no datagrams. They leave the socket's file alone: they would remove that of whoever has the name when they close.
 */
final class UnixChannels {

    private UnixChannels() {}

    static ServerSocketChannel openListener() throws IOException {
        AFUNIXServerSocketChannel opened = AFUNIXServerSocketChannel.open();
        opened.setDeleteOnClose(false);
        return opened;
    }

    static DatagramChannel openDatagrams() throws IOException {
        AFUNIXDatagramChannel opened = AFUNIXDatagramChannel.open();
        opened.setDeleteOnClose(false);
        return opened;
    }

    /** Connects a client; the timeout is for that alone. */
    static SocketChannel connect(SocketAddress server, Duration timeout) throws IOException {
        AFUNIXSocket socket = AFUNIXSocket.newInstance();
        try {
            SocketAddress named = UnixAddress.forJunixsocket(server);
            int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE); // 0 would mean for ever
            return NativeCalls.make(() -> {
                socket.connect(named, millis);
                return socket.getChannel();
            }, socket::close);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Throws unless a listener has the address. */
    static void probeListener(SocketAddress address) throws IOException {
        try (AFUNIXSocket probe = AFUNIXSocket.newInstance()) { // connectTo would leave it open when nobody listens
            probe.connect(address);
        }
    }

    /** Throws unless a datagram socket has the address. */
    static void probeDatagrams(SocketAddress address) throws IOException {
        try (DatagramChannel probe = AFUNIXDatagramChannel.open()) {
            probe.connect(address);
        }
    }

    /**
     * Sends a datagram and spares the server's own socket: junixsocket closes the one it sends through when the receiver
     * is gone, and when the thread is interrupted.
     *
     * @return whether it has left; false if there is no room now
     */
    static boolean sendThroughDuplicate(DatagramChannel server, ByteBuffer datagram, SocketAddress address)
            throws IOException {
        FileDescriptor own = ((AFUNIXDatagramChannel) server).getFileDescriptor();
        FileDescriptor duplicate = FileDescriptorCast.duplicating(own).getFileDescriptor();
        try (FileOutputStream _ = new FileOutputStream(duplicate); // closes it, which the next does not
                AFUNIXDatagramChannel sender = FileDescriptorCast.using(duplicate).as(AFUNIXDatagramChannel.class)) {
            sender.setShutdownOnClose(false); // would end the server's socket as well
            sender.setDeleteOnClose(false);
            sender.configureBlocking(false);
            return sender.send(datagram, UnixAddress.forJunixsocket(address)) > 0 || !datagram.hasRemaining();
        }
    }
}
