package io.github.socketsbyexample.socketserver;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Objects;

import org.slf4j.LoggerFactory;

/**
 * The server's datagram socket, as a handler in a child process sees it. For each datagram it sends the receiver's
 * address, the length and the bytes to the parent, which sends the datagram from the server's address and says how that
 * went: an empty text, or what was wrong.
 */
final class ForkDatagramRelay implements DatagramEndpoint {

    /** The longest datagram; UDP's end at 65,507 bytes, Unix-domain ones at the system's send buffer. */
    static final int LONGEST = 1024 * 1024;

    private final DataInputStream in;
    private final DataOutputStream out;

    /** Takes the connection to the parent, for this alone. */
    ForkDatagramRelay(Socket parent) throws IOException {
        parent.setTcpNoDelay(true); // see sendTo: it waits
        in = new DataInputStream(new BufferedInputStream(parent.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(parent.getOutputStream()));
    }

    @Override
    public synchronized void sendTo(byte[] data, SocketAddress address) throws IOException {
        if (data.length > LONGEST) {
            throw new SocketException("Message too long");
        }
        ForkAddress.write(out, address);
        out.writeInt(data.length);
        out.write(data);
        out.flush();
        String trouble = in.readUTF();
        if (!trouble.isEmpty()) {
            throw new SocketException(trouble);
        }
    }

    /** The parent's side: sends what comes from the child, until that closes the connection or dies. */
    static void serve(Socket child, DatagramEndpoint socket) throws IOException {
        child.setTcpNoDelay(true); // a handler waits for each answer
        DataInputStream in = new DataInputStream(new BufferedInputStream(child.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(child.getOutputStream()));
        try {
            while (true) {
                SocketAddress address = ForkAddress.read(in);
                int length = in.readInt();
                if (address == null || length < 0 || length > LONGEST) {
                    throw new IOException("not a datagram from the child: " + length + " bytes for " + address);
                }
                byte[] data = new byte[length];
                in.readFully(data);
                out.writeUTF(send(socket, data, address));
                out.flush();
            }
        } catch (EOFException | SocketException e) {
            LoggerFactory.getLogger(ForkDatagramRelay.class).debug("{}: {}", child, e.toString()); // what became of the child, its exit status tells
        }
    }

    private static String send(DatagramEndpoint socket, byte[] data, SocketAddress address) {
        try {
            socket.sendTo(data, address);
            return "";
        } catch (IOException | RuntimeException e) {
            return Objects.requireNonNullElseGet(e.getMessage(), e::toString);
        }
    }
}
