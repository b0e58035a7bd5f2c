package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * A client takes a stranger's datagram for the server's answer: its socket gets whatever anybody sends to its port. To
 * guess the port is not hard, and name servers have been poisoned that way.
 *
 * <pre>
 * $ ./sockets pitfall answer-from-a-stranger
 * sent:   "forged" by a stranger, then "genuine" by the server
 * broken: "forged"
 * fixed:  "genuine"
 * </pre>
 */
public final class AnswerFromAStranger {

    private AnswerFromAStranger() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"forged\" by a stranger, then \"genuine\" by the server");
        IO.println("broken: \"" + answerTaken(AnswerFromAStranger::listenToAnybody) + '"');
        IO.println("fixed:  \"" + answerTaken(AnswerFromAStranger::listenToTheServer) + '"');
    }

    /** How a client prepares for the answer. */
    @FunctionalInterface
    interface Preparation {
        void prepare(DatagramSocket client, SocketAddress server) throws IOException;
    }

    static String answerTaken(Preparation preparation) throws IOException {
        try (LoopbackDatagrams server = LoopbackDatagrams.open();
                LoopbackDatagrams stranger = LoopbackDatagrams.open()) {
            DatagramSocket client = server.receiver();
            preparation.prepare(client, server.sender().getLocalSocketAddress());
            send(stranger.sender(), "forged", client);
            send(server.sender(), "genuine", client);
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            client.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }

    private static void send(DatagramSocket from, String text, DatagramSocket to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    }

    /** Broken: does nothing, and hears everybody. */
    static void listenToAnybody(DatagramSocket client, SocketAddress server) {}

    /** Fixed: connects, and the system drops what comes from elsewhere. (A forged sender address still passes.) */
    static void listenToTheServer(DatagramSocket client, SocketAddress server) throws IOException {
        client.connect(server);
    }
}
