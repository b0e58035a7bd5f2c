package io.github.socketsbyexample.pitfalls.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

/**
 * From some question on, every answer is the one to the question before: an answer came twice, or so late that it had
 * been asked for again, and the client takes the next datagram for its answer, whatever it answers.
 *
 * <pre>
 * $ ./sockets pitfall wrong-answer
 * sent:   "answer 1" twice, as networks may do, then "answer 2"
 * broken: to question 1 "answer 1", to question 2 "answer 1"
 * fixed:  to question 1 "answer 1", to question 2 "answer 2"
 * </pre>
 */
public final class WrongAnswer {

    private static final int MOST_BYTES = 64; // a datagram of this protocol is never longer

    private WrongAnswer() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"answer 1\" twice, as networks may do, then \"answer 2\"");
        IO.println("broken: " + answers(WrongAnswer::nextAnswer));
        IO.println("fixed:  " + answers(WrongAnswer::answerTo));
    }

    /** How a client takes an answer to the question of that number. */
    @FunctionalInterface
    interface Taking {
        String take(DatagramSocket client, int number) throws IOException;
    }

    static String answers(Taking taking) throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            sockets.send(answer(1));
            sockets.send(answer(1));
            sockets.send(answer(2));
            return "to question 1 \"" + taking.take(sockets.receiver(), 1) + "\", to question 2 \""
                    + taking.take(sockets.receiver(), 2) + '"';
        }
    }

    /** The server's: the number of the question, and a text. */
    private static byte[] answer(int number) {
        return ((char) number + "answer " + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Broken: the next datagram is the answer. */
    static String nextAnswer(DatagramSocket client, int number) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        client.receive(packet);
        return text(packet);
    }

    /** Fixed: the next one that answers this question. (Under a deadline, or old answers keep it for ever.) */
    static String answerTo(DatagramSocket client, int number) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        do {
            client.receive(packet);
        } while (packet.getLength() == 0 || packet.getData()[0] != number);
        return text(packet);
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 1, packet.getLength() - 1, StandardCharsets.US_ASCII);
    }
}
