package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;

/**
 * Does what {@link UdpClient} does, over Unix-domain sockets. It binds a name of its own first, in a folder that only
 * its user can open: a Unix-domain client without a name can't be answered.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port unix-datagram-client hello}
 */
public final class UnixDatagramClient {

    private UnixDatagramClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.pathClient(UnixDatagramClient.class, UpperUnixDatagramServer.FILE)
                .operands("[WORDS...]", Integer.MAX_VALUE)
                .run(args, UnixDatagramClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        int timeout = (int) arguments.timeout().toMillis();
        Path folder = Files.createTempDirectory("unix-datagram-client");
        Path own = folder.resolve("socket");
        folder.toFile().deleteOnExit(); // not in a finally: Ctrl-C and SIGTERM would leave both behind
        own.toFile().deleteOnExit(); // the last one named goes first
        try (DatagramSocket socket = AFUNIXDatagramSocket.newInstance()) {
            socket.bind(AFUNIXSocketAddress.of(own));
            connect(socket, arguments.path());
            socket.setSoTimeout(timeout);
            UdpClient.converse(socket, TcpClient.words(arguments));
        }
    }

    private static void connect(DatagramSocket socket, UnixDomainSocketAddress server) throws IOException {
        try {
            socket.connect(AFUNIXSocketAddress.of(server.getPath()));
        } catch (IOException e) {
            throw UnixStreamClient.cannotConnect(server, e);
        }
    }
}
