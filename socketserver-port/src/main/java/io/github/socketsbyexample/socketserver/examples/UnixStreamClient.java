package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.socketserver.UnixSocket;

/**
 * Does what {@link TcpClient} does, over a Unix-domain socket: once connected, a {@link Socket} is a {@link Socket}.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port unix-stream-client hello}
 */
public final class UnixStreamClient {

    private UnixStreamClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.pathClient(UnixStreamClient.class, UpperUnixStreamServer.FILE)
                .operands("[WORDS...]", Integer.MAX_VALUE)
                .run(args, UnixStreamClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        try (Socket socket = connect(arguments)) {
            socket.setSoTimeout((int) arguments.timeout().toMillis());
            TcpClient.converse(socket, TcpClient.words(arguments));
        }
    }

    private static Socket connect(Arguments arguments) throws ConnectException {
        try {
            return UnixSocket.connect(arguments.path(), arguments.timeout());
        } catch (IOException e) {
            throw cannotConnect(arguments.path(), e);
        }
    }

    /** Says in one line which socket can't be connected to, and why. */
    static ConnectException cannotConnect(UnixDomainSocketAddress server, IOException cause) {
        return (ConnectException) new ConnectException("cannot connect to " + server + ": " + cause.getMessage())
                .initCause(cause);
    }
}
