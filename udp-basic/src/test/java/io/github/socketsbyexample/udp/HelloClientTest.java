package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class HelloClientTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static String greet(HelloClient client, String name) throws IOException {
        return new String(client.greet(name.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void anAnswerThatCameTwiceIsNotTakenForTheNextOne() throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            RawDatagrams.Received question = script.receive();
            script.send(question.sender(), "Hello, Michael!");
            script.send(question.sender(), "Hello, Michael!");
            question = script.receive();
            assertEquals("Tracy", question.text());
            script.send(question.sender(), "Hello, Tracy!");
        }); HelloClient client = new HelloClient(server.address(), PATIENT)) {
            assertEquals("Hello, Michael!", greet(client, "Michael"));
            assertEquals("Hello, Tracy!", greet(client, "Tracy"));
        }
    }

    @Test
    void anAnswerThatComesAfterTheRetriesIsNotTakenForTheNextOne() throws IOException {
        try (ScriptedDatagrams server = new ScriptedDatagrams(script -> {
            script.receive();
            RawDatagrams.Received again = script.receive();
            script.send(again.sender(), "Hello, Michael!"); // to the first try, late
            RawDatagrams.Received next = script.receive();
            script.send(again.sender(), "Hello, Michael!"); // to the second, later still
            script.send(next.sender(), Greeting.of(next.bytes()));
        }); HelloClient client = new HelloClient(server.address(), PATIENT)) {
            assertEquals("Hello, Michael!", greet(client, "Michael"));
            assertEquals("Hello, Tracy!", greet(client, "Tracy"));
        }
    }

    @Test
    void namesOfAllKindsAreGreetedByTheServer() throws IOException {
        try (RunningServer server = new RunningServer(
                new HelloServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, true));
                HelloClient client = new HelloClient(server.address(), PATIENT)) {
            assertEquals("Hello, !", greet(client, ""));
            assertEquals("Hello, 李雷!", greet(client, "李雷"));
            assertArrayEquals(Greeting.of(new byte[]{-1, 0, 33}), client.greet(new byte[]{-1, 0, 33}));
            assertEquals("Hello, Bob!", greet(client, "Bob"));
            assertEquals("Hello, Bob!", greet(client, "Bob"));
        }
    }
}
