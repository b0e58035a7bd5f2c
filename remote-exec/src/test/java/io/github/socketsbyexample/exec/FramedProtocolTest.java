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

/** {@link FramedProtocol} from byte arrays. */
class FramedProtocolTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void aCommandIsThePayloadOfACommandFrame() throws IOException {
        assertArrayEquals(new byte[]{'l', 's'}, reading(0, 0, 0, 0, 2, 'l', 's').readCommand());
    }

    @Test
    void anotherFrameIsNoCommand() {
        assertThrows(ProtocolException.class, reading(1, 0, 0, 0, 0)::readCommand);
    }

    @Test
    void theEndIsNoCommand() {
        assertThrows(EOFException.class, reading()::readCommand);
    }

    @Test
    void outputGoesOutAtOnceAndNothingFollowsTheExitCode() throws IOException {
        Answer answer = reading().answer();
        answer.output(FrameType.STDOUT, new byte[]{0, 0, 0, 0, 0, 'a'}, 1);
        assertArrayEquals(new byte[]{1, 0, 0, 0, 1, 'a'}, sent.toByteArray());
        answer.end(Outcome.exited(3));
        answer.output(FrameType.STDOUT, new byte[]{0, 0, 0, 0, 0, 'b'}, 1);
        assertArrayEquals(new byte[]{1, 0, 0, 0, 1, 'a', 3, 0, 0, 0, 4, 0, 0, 0, 3}, sent.toByteArray());
    }

    @Test
    void theServersOwnWordsGoToStandardError() throws IOException {
        reading().answer().end(Outcome.ended(Outcome.REFUSED, "no"));
        byte[] answer = sent.toByteArray();
        assertEquals(2, answer[0]);
        assertEquals("remote-exec: no\n", new String(answer, 5, answer[4], StandardCharsets.UTF_8));
        assertEquals(126, answer[answer.length - 1]);
    }

    private FramedProtocol reading(int... bytes) {
        byte[] input = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            input[i] = (byte) bytes[i];
        }
        return new FramedProtocol(new ByteArrayInputStream(input), sent);
    }
}
