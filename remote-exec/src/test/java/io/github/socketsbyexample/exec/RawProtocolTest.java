package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RawProtocol} from byte arrays. */
class RawProtocolTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void aChunkIsACommand() throws IOException {
        assertArrayEquals(bytes("ls -l"), reading(bytes("ls -l")).readCommand());
    }

    @Test
    void aChunkOfTheGreatestLengthIsACommandAndOneByteMoreIsNot() throws IOException {
        assertEquals(Frame.MAX_PAYLOAD, reading(new byte[Frame.MAX_PAYLOAD]).readCommand().length);
        RawProtocol protocol = reading(new byte[Frame.MAX_PAYLOAD + 1]);
        assertThrows(ProtocolException.class, protocol::readCommand);
    }

    @Test
    void theEndIsNoCommand() {
        assertThrows(EOFException.class, reading(new byte[0])::readCommand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\nHost: x\r\n\r\nid -u", "GET /a?b=c HTTP/1.0\n\n", "GET / HTTP/1.1"})
    void whatABrowserSendsIsNotRun(String request) {
        assertThrows(ProtocolException.class, reading(bytes(request))::readCommand);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo GET / HTTP/1.1 >x", "GET", "ls\nGET / HTTP/1.1", "curl HTTP/1.1"})
    void whatOnlyMentionsHttpIsACommand(String command) throws IOException {
        assertArrayEquals(bytes(command), reading(bytes(command)).readCommand());
    }

    @Test
    void aSuccessIsAnsweredWithItsOutput() throws IOException {
        assertEquals("out", answer(Outcome.exited(0), "out", "err"));
    }

    @Test
    void aFailureIsAnsweredWithItsErrors() throws IOException {
        assertEquals("err", answer(Outcome.exited(1), "out", "err"));
    }

    @Test
    void nothingIsAnsweredInWords() throws IOException {
        assertEquals("return null", answer(Outcome.exited(0), "", "err"));
        sent.reset();
        assertEquals("return null", answer(Outcome.exited(1), "out", ""));
    }

    @Test
    void aCommandThatWasKilledIsAnsweredWithAllThereIsAndTheReason() throws IOException {
        assertEquals("out" + "err\nremote-exec: killed\n",
                answer(Outcome.ended(Outcome.TIMED_OUT, "killed"), "out", "err"));
    }

    @Test
    void aRefusalIsAnsweredWithTheReasonAlone() throws IOException {
        assertEquals("remote-exec: no\n", answer(Outcome.ended(Outcome.REFUSED, "no"), "", ""));
    }

    private String answer(Outcome outcome, String stdout, String stderr) throws IOException {
        Answer answer = reading(new byte[0]).answer();
        answer.output(FrameType.STDOUT, roomy(stdout), stdout.length());
        answer.output(FrameType.STDERR, roomy(stderr), stderr.length());
        answer.end(outcome);
        answer.output(FrameType.STDOUT, roomy("late"), 4);
        return sent.toString(StandardCharsets.UTF_8);
    }

    private RawProtocol reading(byte[] bytes) {
        return new RawProtocol(new ByteArrayInputStream(bytes), sent);
    }

    private static byte[] roomy(String text) {
        return bytes(" ".repeat(Frame.HEADER_BYTES) + text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
