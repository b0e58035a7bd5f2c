package io.github.socketsbyexample.socketserver;

/**
 * A datagram and the socket that it came to: what a request is for a datagram server. Python's {@code (data, socket)}.
 *
 * @param data the datagram's bytes, at most {@link UDPServer#maxPacketSize} of them; the handler's own
 * @param socket the server's socket, to answer through
 * @param truncated whether the datagram was longer; the rest is lost. Python does not tell.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DatagramRequest(byte[] data, DatagramEndpoint socket, boolean truncated) {}
