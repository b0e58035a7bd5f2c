package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.DatagramConnector;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends its words in a datagram and waits for one back. Either may be lost, and then the wait is in vain; udp-basic's
 * hello-client asks again.
 *
 * <p>Source: document 000, section 1.2.2. Run: {@code ./sockets socketserver-port udp-client hello}
 */
public final class UdpClient {

    private UdpClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(UdpClient.class, Serving.PORT)
                .operands("[WORDS...]", Integer.MAX_VALUE)
                .run(args, UdpClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        InetSocketAddress server = arguments.serverAddress();
        try (DatagramSocket socket = DatagramConnector.connect(server)) {
            socket.setSoTimeout((int) arguments.timeout().toMillis());
            converse(socket, TcpClient.words(arguments));
        } catch (PortUnreachableException e) {
            throw DatagramConnector.unreachable(server, "port unreachable", e);
        }
    }

    /** Sends a line in a datagram, prints it and the answer. */
    static void converse(DatagramSocket connected, String words) throws IOException {
        byte[] line = (words + "\n").getBytes(StandardCharsets.UTF_8);
        connected.send(new DatagramPacket(line, line.length));
        DatagramPacket answer = new DatagramPacket(new byte[DatagramSettings.MAX_PAYLOAD],
                DatagramSettings.MAX_PAYLOAD);
        connected.receive(answer);
        System.out.println("Sent: " + Texts.printable(words));
        System.out.println("Received: "
                + Texts.printable(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8)));
    }
}
