package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Receives files into a folder. A client sends the file's length (8 bytes), its name's (2 bytes, both in network byte
 * order), the name (UTF-8) and the bytes; the server answers how many it has kept (8 bytes), or -1 and the reason for
 * keeping none (UTF-8, to the end of the stream), and closes first. A file appears under its name when it is whole, and
 * replaces none. One client after another, as {@link EchoServer}; one that falls silent is given up ({@link
 * FileHandler}).
 *
 * <p>Source: document 002, {@code sendfile}. Run: {@code ./sockets tcp-basic file-server --directory received}
 */
public final class FileServer implements Server {

    static final int PORT = 9091;

    private static final String MOST_BYTES = "1G"; // no client fills a disk unasked

    private final GracefulServerSocket listener;
    private final FileHandler handler;

    /** Listens. */
    public FileServer(InetSocketAddress address, ServerSettings settings, FileHandler handler) throws IOException {
        this.listener = settings.listen(address);
        this.handler = handler;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(FileServer.class, PORT)
                .option("directory", "DIR", "keep files in this folder, made if missing (default: where it runs)")
                .option("max-size", "SIZE", "refuse larger files: 64K, 16M, 2G (default: " + MOST_BYTES + ")")
                .option("timeout", "TIME", "wait so long for more of a file, and " + FileHandler.LONGEST
                        + " times as long for all of it (default: " + Durations.format(Program.DEFAULT_TIMEOUT) + ")")
                .serve(args, arguments -> new FileServer(
                        arguments.listenAddress(), arguments.serverSettings(), handler(arguments)));
    }

    private static FileHandler handler(Arguments arguments) {
        return new FileHandler(arguments.value("directory", ".", IncomingFile::folder),
                arguments.size("max-size", MOST_BYTES), arguments.timeout());
    }

    @Override
    public void serve() throws IOException {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    handler.handle(client);
                }
            }
        } catch (SocketException e) {
            if (!listener.isClosed()) {
                throw e;
            }
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
