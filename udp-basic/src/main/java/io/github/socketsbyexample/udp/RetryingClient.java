package io.github.socketsbyexample.udp;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramConnector;

/**
 * Asks a UDP server, and asks again when no answer comes: the question or the answer may have been lost, which nothing
 * tells. Each try waits twice as long as the one before. A server that was only slow answers every try, so a question
 * must be one that does no harm when it is asked twice, and late answers to earlier tries keep arriving.
 *
 * <p>The socket is connected ({@link DatagramConnector}): what strangers send never gets here, and a port where nobody
 * listens is an error at once. Only an empty question goes over a socket that is not connected, and is not told of such a
 * port. One thread at a time.
 */
final class RetryingClient implements AutoCloseable {

    private static final int LARGER_THAN_ANY_DATAGRAM = 65_536; // UDP counts its bytes in 16 bits
    private static final int TRIES = 5; // the first waits 1/31 of the time, the last 16/31

    private final InetSocketAddress server;
    private final Duration timeout;
    private final DatagramSocket socket;
    private final byte[] buffer = new byte[LARGER_THAN_ANY_DATAGRAM]; // so nothing can be cut

    /**
     * Opens a socket for one server; sends nothing yet.
     *
     * @param server the server; its name is looked up here if it has not been
     * @param timeout for each question with all of its tries, from 1 ms
     * @throws ConnectException if no route leads there, in one line that names the server
     */
    RetryingClient(InetSocketAddress server, Duration timeout) throws ConnectException {
        this.server = server;
        this.timeout = timeout;
        this.socket = DatagramConnector.connect(server);
    }

    /**
     * Asks until an answer comes.
     *
     * @param isAnswer tells an answer to this question from late answers to the ones before; what it rejects is dropped
     * @return the first answer
     * @throws SocketTimeoutException if none came in time
     * @throws ConnectException if the server's system says that nobody listens on the port, which an empty question never
     *         learns
     */
    byte[] ask(byte[] question, Predicate<byte[]> isAnswer) throws IOException {
        if (question.length > 0) {
            return ask(socket, question, isAnswer);
        }
        // The JDK lets a connected socket send nothing instead of an empty datagram, and does not tell.
        try (DatagramSocket unconnected = unconnected()) {
            return ask(unconnected, question, isAnswer);
        } catch (BindException e) { // no port is free
            throw DatagramConnector.unreachable(server, String.valueOf(e.getMessage()), e);
        }
    }

    private DatagramSocket unconnected() throws SocketException {
        DatagramSocket unconnected = new DatagramSocket();
        if (unconnected.getLocalPort() != socket.getPort()) {
            return unconnected;
        }
        try (unconnected) { // it might hear itself; the next has another port, for this one is taken until then
            return unconnected();
        }
    }

    private byte[] ask(DatagramSocket from, byte[] question, Predicate<byte[]> isAnswer) throws IOException {
        DatagramPacket datagram = new DatagramPacket(question, question.length, socket.getRemoteSocketAddress());
        long end = System.nanoTime() + timeout.toNanos();
        long patience = timeout.toNanos() / ((1 << TRIES) - 1) + 1;
        try {
            for (long left; (left = end - System.nanoTime()) > 0; patience *= 2) {
                from.send(datagram);
                byte[] answer = awaitAnswer(from, System.nanoTime() + Math.min(patience, left), isAnswer);
                if (answer != null) {
                    return answer;
                }
            }
            throw new SocketTimeoutException("no answer from " + Addresses.format(server));
        } catch (PortUnreachableException e) {
            throw DatagramConnector.unreachable(server, "port unreachable", e);
        }
    }

    private byte @Nullable [] awaitAnswer(DatagramSocket at, long deadline, Predicate<byte[]> isAnswer)
            throws IOException {
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        while (true) {
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                return null; // looked at for every datagram: a flood of wrong ones does not prolong the wait
            }
            at.setSoTimeout((int) (nanos / 1_000_000) + 1); // never 0, which would mean for ever
            try {
                at.receive(datagram);
            } catch (SocketTimeoutException e) {
                return null;
            }
            byte[] answer = Arrays.copyOf(buffer, datagram.getLength()); // beyond that is what earlier ones left
            if (datagram.getSocketAddress().equals(socket.getRemoteSocketAddress()) && isAnswer.test(answer)) {
                return answer;
            }
        }
    }

    /** Closes the socket; the server does not learn of it. */
    @Override
    public void close() {
        socket.close();
    }
}
