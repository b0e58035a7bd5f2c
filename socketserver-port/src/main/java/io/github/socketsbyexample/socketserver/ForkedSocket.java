package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * The request of a handler in a child process: a connection to the parent, which passes the bytes on from and to the
 * client. The addresses are those of the parent's connection to the client; all else is a plain socket's.
 */
final class ForkedSocket extends Socket {

    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;

    /** Not connected yet. */
    ForkedSocket(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        super(Proxy.NO_PROXY);
        this.local = local;
        this.remote = remote;
    }

    /** The plain socket's, under names by which {@link Trouble} knows the client's. */
    @Override
    public InputStream getInputStream() throws IOException {
        return new NativeCalls.Reading(super.getInputStream(), this::close);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new NativeCalls.Writing(super.getOutputStream(), this::close);
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public InetAddress getLocalAddress() {
        return local instanceof InetSocketAddress inet ? inet.getAddress() : super.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return local instanceof InetSocketAddress inet ? inet.getPort() : super.getLocalPort();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return remote instanceof InetSocketAddress inet ? inet.getAddress() : super.getInetAddress();
    }

    @Override
    public int getPort() {
        return remote instanceof InetSocketAddress inet ? inet.getPort() : super.getPort();
    }
}
