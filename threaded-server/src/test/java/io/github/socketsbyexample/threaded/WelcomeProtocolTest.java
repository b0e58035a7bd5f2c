package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WelcomeProtocolTest {

    private static final Duration DELAY = Duration.ofSeconds(7);

    @RegisterExtension
    final PrintedLines printed = new PrintedLines();

    private final WelcomeProtocol protocol = new WelcomeProtocol(DELAY);

    private Steps begin() {
        Steps steps = new Steps(protocol.open("127.0.0.1:37548"));
        steps.sent();
        return steps;
    }

    @Test
    void welcomesAtOnce() {
        Steps steps = new Steps(protocol.open("127.0.0.1:37548"));
        assertEquals("Welcome!", steps.sent());
        assertEquals(Step.READ, steps.next());
    }

    @Test
    void answersANameAfterTheDelayAndNotBefore() {
        Steps steps = begin().receive("Michael");
        assertEquals("", steps.sent());
        assertEquals(DELAY, steps.pause());
        assertEquals("Hello, Michael!", steps.sent());
        assertEquals(Step.READ, steps.next());
    }

    @Test
    void answersEachNameOfAConversation() {
        Steps steps = begin();
        for (String name : List.of("Michael", "Tracy", "Sarah")) {
            steps.receive(name).pause();
            assertEquals("Hello, " + name + "!", steps.sent());
        }
    }

    @Test
    void endsAtExitWithoutAnAnswer() {
        Steps steps = begin().receive("exit");
        assertEquals("", steps.sent());
        assertEquals(Step.END, steps.next());
    }

    @Test
    void endsAtTheEndOfTheClientsStream() {
        assertEquals(Step.END, begin().end().next());
    }

    @Test
    void answersANameThatTheEndOfTheStreamFollows() {
        Steps steps = begin().receive("Michael");
        steps.pause();
        assertEquals("Hello, Michael!", steps.sent());
        assertEquals(Step.END, steps.end().next());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void endsAtAnExitThatTheNetworkCutInTwo(int length) {
        Steps steps = begin().receive("exit".substring(0, length));
        assertInstanceOf(Step.ReadWithin.class, steps.next());
        assertEquals(Step.END, steps.receive("exit".substring(length)).next());
        assertEquals("", steps.sent());
    }

    @Test
    void endsAtAnExitThatComesByteByByte() {
        assertEquals(Step.END, begin().receive("e").receive("x").receive("i").receive("t").next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "ex", "exi"})
    void takesABegunExitForANameWhenItsRestDoesNotCome(String begun) {
        Steps steps = begin().receive(begun);
        assertEquals(WelcomeProtocol.PATIENCE, steps.silence());
        assertEquals(DELAY, steps.pause());
        assertEquals("Hello, " + begun + "!", steps.sent());
        assertEquals(Step.END, steps.receive("exit").next());
    }

    @Test
    void takesABegunExitForANameWhenTheStreamEndsInIt() {
        Steps steps = begin().receive("ex").end();
        steps.pause();
        assertEquals("Hello, ex!", steps.sent());
        assertEquals(Step.END, steps.end().next());
    }

    @Test
    void takesABegunExitThatGoesOnOtherwiseForOneName() {
        Steps steps = begin().receive("ex").receive("ample");
        steps.pause();
        assertEquals("Hello, example!", steps.sent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sarahexit", "exitSarah", "exit\n", "EXIT", " exit", "exitexit", "Michael Tracy", "E"})
    void takesAnyOtherChunkForANameAsTheDocumentDoes(String chunk) {
        Steps steps = begin().receive(chunk);
        steps.pause();
        assertEquals("Hello, " + chunk + "!", steps.sent());
        assertEquals(Step.READ, steps.next());
    }

    @Test
    void leavesTheBytesOfANameUntouched() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Steps steps = begin().receive(bytes);
        steps.pause();
        assertEquals("Hello, " + new String(bytes, StandardCharsets.ISO_8859_1) + "!", steps.sent());
    }

    @Test
    void keepsConversationsApart() {
        Steps one = begin().receive("ex");
        Steps other = begin().receive("it");
        other.pause();
        assertEquals("Hello, it!", other.sent());
        assertEquals(Step.END, one.receive("it").next());
    }

    @Test
    void printsTheDocumentsLines() {
        protocol.open("127.0.0.1:37548").close();
        assertEquals(List.of("Accept new connection from 127.0.0.1:37548...",
                "Connection from 127.0.0.1:37548 closed."), printed.lines());
    }
}
