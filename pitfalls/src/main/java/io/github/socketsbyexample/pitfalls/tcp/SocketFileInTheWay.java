package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * {@code Address already in use}, and nobody uses it: the address of a Unix-domain socket is a file, which stays when
 * the socket is closed. No option helps, and a crash leaves it too. Who finds one asks whether somebody listens behind
 * it.
 *
 * <pre>
 * $ ./sockets pitfall socket-file-in-the-way
 * done:   a server on a Unix-domain socket was stopped and started again
 * broken: BindException: Address already in use
 * fixed:  listening again
 * </pre>
 */
public final class SocketFileInTheWay {

    private SocketFileInTheWay() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   a server on a Unix-domain socket was stopped and started again");
        Path folder = Files.createTempDirectory("sockets");
        try {
            IO.println("broken: " + startAgain(folder, SocketFileInTheWay::listen));
            IO.println("fixed:  " + startAgain(folder, SocketFileInTheWay::listenInPlaceOfTheDead));
        } finally {
            Files.delete(folder);
        }
    }

    /** How a server listens. */
    @FunctionalInterface
    interface Listening {
        ServerSocketChannel listen(Path file) throws IOException;
    }

    static String startAgain(Path folder, Listening listening) throws IOException {
        Path file = folder.resolve("server.socket");
        try {
            listening.listen(file).close();
            return BlockingCall.outcome(() -> {
                try (ServerSocketChannel listener = listening.listen(file)) {
                    return listener.isOpen() ? "listening again" : "closed";
                }
            });
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Broken: as with a port. */
    static ServerSocketChannel listen(Path file) throws IOException {
        return bound(file);
    }

    /** Fixed: first removes the file of a server that is gone, and no other. (UnixSocketFile has the rest.) */
    static ServerSocketChannel listenInPlaceOfTheDead(Path file) throws IOException {
        if (isSocket(file) && !somebodyListens(file)) {
            Files.delete(file);
        }
        return bound(file);
    }

    /** Linux refuses a connection to any other file as well. */
    private static boolean isSocket(Path file) throws IOException {
        return Files.exists(file) && Files.readAttributes(file, BasicFileAttributes.class).isOther();
    }

    private static boolean somebodyListens(Path file) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return channel.isConnected();
        } catch (SocketException e) {
            return false; // refused: nobody does
        }
    }

    private static ServerSocketChannel bound(Path file) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return listener.bind(UnixDomainSocketAddress.of(file));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }
}
