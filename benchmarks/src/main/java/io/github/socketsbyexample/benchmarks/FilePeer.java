package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Server;

/**
 * Sends one file, whatever is asked for, as an HTTP response, with {@code FileChannel.transferTo}: what Java can do where
 * a program has the connection itself, which the JDK's HTTP server does not give away. file-server.c is the same in C. One
 * client after another. Run: {@code ./sockets benchmarks serve-file FILE}
 */
public final class FilePeer implements Server {

    private static final int PORT = 8000;
    private static final int REQUEST_BYTES = 4096;

    private final Logger log = LoggerFactory.getLogger(FilePeer.class);
    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final FileChannel content;

    private FilePeer(ServerSocketChannel listener, Path file) throws IOException {
        this.listener = listener;
        this.address = listener.getLocalAddress();
        this.content = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(FilePeer.class, PORT)
                .operands("FILE", 1)
                .serve(args, arguments -> new FilePeer(arguments.serverSettings()
                        .listen(ServerSocketChannel.open().socket(), arguments.listenAddress())
                        .getChannel(), arguments.operand("FILE", Path::of)));
    }

    @Override
    public void serve() throws IOException {
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                answer(client);
            } catch (IOException e) { // one client's trouble, or how accept() is told to stop
                log.debug("not all was sent", e);
            }
        }
    }

    private void answer(SocketChannel client) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true); // the file shall not wait for the head's ACK
        client.read(ByteBuffer.allocate(REQUEST_BYTES));
        long length = content.size();
        client.write(ByteBuffer.wrap(("HTTP/1.1 200 OK\r\nContent-Length: " + length
                + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        for (long sent = 0; sent < length;) {
            sent += content.transferTo(sent, length - sent, client);
        }
        client.shutdownOutput();
    }

    @Override
    public SocketAddress localAddress() {
        return address;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        content.close();
    }
}
