package io.github.socketsbyexample.pitfalls.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;
import io.github.socketsbyexample.pitfalls.network.OnHosts;
import io.github.socketsbyexample.pitfalls.network.TwoHosts;

@ExtendWith(NoLeaks.class)
class WrongAnswerTest {

    @Test
    void brokenIsBehindByOneFromTheDuplicateOn() throws IOException {
        assertEquals("to question 1 \"answer 1\", to question 2 \"answer 1\"",
                WrongAnswer.answers(WrongAnswer::nextAnswer));
    }

    @Test
    void fixedDropsTheDuplicate() throws IOException {
        assertEquals("to question 1 \"answer 1\", to question 2 \"answer 2\"",
                WrongAnswer.answers(WrongAnswer::answerTo));
    }

    @Test
    @ExtendWith(OnHosts.class)
    void soItIsOnAWayWhereEveryPacketArrivesTwice() throws IOException {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.duplicate();
            assertEquals("answer 1, answer 1", answers(hosts, WrongAnswer::nextAnswer));
            assertEquals("answer 1, answer 2", answers(hosts, WrongAnswer::answerTo));
        }
    }

    /** Asks a server on the far host two questions, which it answers as often as they arrive. */
    private static String answers(TwoHosts hosts, WrongAnswer.Taking taking) throws IOException {
        try (DatagramSocket server = hosts.far().call(() -> new DatagramSocket());
                DatagramSocket client = hosts.near().call(() -> new DatagramSocket())) {
            BlockingCall.at(() -> {
                DatagramPacket question = new DatagramPacket(new byte[1], 1);
                while (true) {
                    server.receive(question);
                    int number = question.getData()[0];
                    byte[] answer = ((char) number + "answer " + number).getBytes(US_ASCII);
                    server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                }
            });
            client.connect(new InetSocketAddress(TwoHosts.FAR, server.getLocalPort()));
            client.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            client.send(new DatagramPacket(new byte[]{1}, 1));
            String first = taking.take(client, 1);
            client.send(new DatagramPacket(new byte[]{2}, 1));
            return first + ", " + taking.take(client, 2);
        }
    }
}
