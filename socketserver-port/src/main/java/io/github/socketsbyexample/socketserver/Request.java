package io.github.socketsbyexample.socketserver;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * What was taken, and from whom. Python's {@code (request, client_address)}, the pair that {@code get_request} returns.
 *
 * @param request a connected socket, or a datagram
 * @param clientAddress who sent it; null for a Unix-domain client without a name
 */
public record Request<R>(R request, @Nullable SocketAddress clientAddress) {}
