package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** What {@link WelcomeHandler} says, and {@link WelcomeConversation} too: no design differs. */
@ExtendWith(NoLeaks.class)
class WelcomeHandlerTest {

    private static final Duration NO_DELAY = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1); // no test waits so long

    @RegisterExtension
    final PrintedLines printed = new PrintedLines();

    private static Protocol welcome(Duration delay, Duration patience) {
        return Protocol.of(new WelcomeHandler(delay, patience),
                client -> new WelcomeConversation(client, delay, patience));
    }

    private static RunningServer serve(Design design, Protocol protocol) throws IOException {
        return new RunningServer(design.open(RunningServer.ANY_PORT, RunningServer.SETTINGS, Design.Limits.DEFAULT,
                protocol.handler(), protocol.states()));
    }

    private static RunningServer serve(Design design, Duration patience) throws IOException {
        return serve(design, welcome(NO_DELAY, patience));
    }

    private static RawPeer welcomed(RunningServer server) throws IOException {
        RawPeer peer = server.connect();
        assertEquals("Welcome!", peer.readText(8));
        return peer;
    }

    private static void assertAnswered(RawPeer peer, String name) throws IOException {
        peer.send(name.getBytes(ISO_8859_1));
        assertHello(peer, name);
    }

    private static void assertHello(RawPeer peer, String name) throws IOException {
        String answer = "Hello, " + name + "!";
        assertEquals(answer, new String(peer.read(answer.length()), ISO_8859_1));
    }

    private static void assertEnds(RawPeer peer) throws IOException {
        assertEquals(0, peer.readAll().length);
    }

    @ParameterizedTest
    @EnumSource
    void welcomesAnswersEachNameAndEndsAtExitWithoutAnAnswer(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            for (String name : List.of("Michael", "Tracy", "Sarah")) {
                assertAnswered(peer, name);
            }
            peer.send("exit");
            assertEnds(peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void printsTheDocumentsLines(Design design) throws Exception {
        String address;
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            address = "127.0.0.1:" + peer.socket().getLocalPort();
            peer.halfClose();
            assertEnds(peer);
        }
        assertEquals(List.of("Accept new connection from " + address + "...",
                "Connection from " + address + " closed."), printed.lines());
    }

    @ParameterizedTest
    @EnumSource
    void answersAfterTheDelayAndNotBefore(Design design) throws Exception {
        Duration delay = Duration.ofMillis(200);
        try (RunningServer server = serve(design, welcome(delay, LONG)); RawPeer peer = welcomed(server)) {
            long begin = System.nanoTime();
            assertAnswered(peer, "Michael");
            assertTrue(System.nanoTime() - begin >= delay.toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLineEndAfterExitEndsItToo(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG)) {
            for (String exit : List.of("exit\n", "exit\r\n", "exit\r")) {
                try (RawPeer peer = welcomed(server)) {
                    peer.send(exit);
                    assertEnds(peer);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtAnExitThatTheNetworkCutWhereverThatIs(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG)) {
            for (String exit : List.of("exit", "exit\n", "exit\r\n")) {
                for (int cut = 1; cut < "exit".length(); cut++) {
                    try (RawPeer peer = welcomed(server)) {
                        peer.send(exit.substring(0, cut));
                        peer.send(exit.substring(cut));
                        assertEnds(peer);
                    }
                }
            }
            try (RawPeer peer = welcomed(server)) {
                for (byte each : "exit".getBytes(ISO_8859_1)) {
                    peer.send(each);
                }
                assertEnds(peer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesABegunExitForANameWhenItsRestDoesNotCome(Design design) throws Exception {
        try (RunningServer server = serve(design, Duration.ofMillis(50)); RawPeer peer = welcomed(server)) {
            for (String begun : List.of("e", "ex", "exi")) {
                assertAnswered(peer, begun);
            }
            Thread.sleep(100); // longer than patience: it must be without end again
            peer.send("exit");
            assertEnds(peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesABegunExitForANameWhenTheStreamEndsInIt(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            peer.send("ex");
            peer.halfClose();
            assertHello(peer, "ex");
            assertEnds(peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesABegunExitThatGoesOnOtherwiseForOneName(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            peer.send("ex");
            peer.send("ample");
            assertHello(peer, "example");
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAnyOtherChunkForANameAsTheDocumentDoes(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            for (String name : List.of("Sarahexit", "Sarahexit\n", "exitSarah", "exit\nSarah", "exit\n\n", "exit\n\r",
                    "exit ", "EXIT", " exit", "\nexit", "exitexit", "ex\n", "\n", "Michael Tracy", "E", "x")) {
                assertAnswered(peer, name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheBytesOfANameUntouched(Design design) throws Exception {
        byte[] bytes = new byte[1024]; // as long as a name may be
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        try (RunningServer server = serve(design, LONG); RawPeer peer = welcomed(server)) {
            assertAnswered(peer, new String(bytes, ISO_8859_1));
        }
    }

    /** Nor is more of it in memory at once, while nobody reads the answer. */
    @ParameterizedTest
    @EnumSource
    void noNameIsLongerThanTheDocumentsBuffer(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(welcome(NO_DELAY, LONG));
        try (RunningServer server = serve(design, protocol); RawPeer peer = welcomed(server)) {
            peer.send("ex");
            protocol.awaitReceived(1); // it is a part of the first name, and counts
            peer.send("x".repeat(100_000));
            peer.halfClose();
            String answers = new String(peer.readAll(), ISO_8859_1);
            assertTrue(answers.matches("(Hello, [ex]{1,1024}!)+"), answers);
            assertEquals("ex" + "x".repeat(100_000), answers.replaceAll("Hello, |!", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsAtTheEndOfTheClientsStreamAndAnswersTheNameBeforeIt(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG)) {
            try (RawPeer peer = welcomed(server)) {
                peer.halfClose();
                assertEnds(peer);
            }
            try (RawPeer peer = welcomed(server)) {
                peer.send("Michael");
                peer.halfClose();
                assertHello(peer, "Michael");
                assertEnds(peer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesSentDuringTheDelayWaitAndAreOneName(Design design) throws Exception {
        CountingProtocol protocol = new CountingProtocol(welcome(Duration.ofMillis(500), LONG));
        try (RunningServer server = serve(design, protocol); RawPeer peer = welcomed(server)) {
            peer.send("Michael");
            protocol.awaitReceived(1);
            peer.send("Tracy");
            peer.send("exit\n");
            assertHello(peer, "Michael");
            assertHello(peer, "Tracyexit\n");
            assertEquals(2, protocol.received());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ITERATIVE", mode = EnumSource.Mode.EXCLUDE)
    void keepsConversationsApart(Design design) throws Exception {
        try (RunningServer server = serve(design, LONG);
                RawPeer one = welcomed(server);
                RawPeer other = welcomed(server)) {
            one.send("ex");
            assertAnswered(other, "it");
            one.send("it");
            assertEnds(one);
        }
    }
}
