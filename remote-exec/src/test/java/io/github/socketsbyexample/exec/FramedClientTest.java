package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ProtocolException;
import java.util.List;

import org.junit.jupiter.api.Test;

/** {@link FramedClient} from byte arrays. */
class FramedClientTest {

    private static final byte[] EXIT_3 = {3, 0, 0, 0, 4, 0, 0, 0, 3};

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int run(byte... answer) throws IOException {
        return new FramedClient(new ByteArrayInputStream(answer), sent, new PrintStream(stdout),
                new PrintStream(stderr)).run("ls".getBytes(UTF_8));
    }

    @Test
    void theCommandIsSentAndTheExitCodeReturned() throws IOException {
        assertEquals(3, run(EXIT_3));
        assertArrayEquals(new byte[]{0, 0, 0, 0, 2, 'l', 's'}, sent.toByteArray());
    }

    @Test
    void bothStreamsAreHandedOnByteForByte() throws IOException {
        run((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0xff, (byte) 27, (byte) 2, (byte) 0, (byte) 0,
                (byte) 0, (byte) 1, (byte) 'e', (byte) 3, (byte) 0, (byte) 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0,
                (byte) 0, (byte) 0);
        assertArrayEquals(new byte[]{(byte) 0xff, 27}, stdout.toByteArray());
        assertArrayEquals(new byte[]{'e'}, stderr.toByteArray());
    }

    @Test
    void halfACharacterOnATerminalEndsWithItsCommand() throws IOException {
        byte[] half = {1, 0, 0, 0, 1, (byte) 0xe4};
        byte[] rest = {1, 0, 0, 0, 2, (byte) 0xbd, (byte) 0xa0};
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        for (byte[] frame : List.of(half, EXIT_3, rest, EXIT_3)) {
            answers.write(frame);
        }
        FramedClient client = new FramedClient(new ByteArrayInputStream(answers.toByteArray()), sent,
                new PrintableStream(new PrintStream(stdout, true, UTF_8)), new PrintStream(stderr));
        client.run(new byte[]{'x'});
        assertEquals("\ufffd", stdout.toString(UTF_8));
        client.run(new byte[]{'y'});
        assertEquals("\ufffd\ufffd\ufffd", stdout.toString(UTF_8));
    }

    @Test
    void anAnswerWithoutAnExitCodeIsNotWhole() {
        assertThrows(EOFException.class, () -> run((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 'a'));
        assertThrows(EOFException.class, this::run);
    }

    @Test
    void aServerThatSendsACommandIsNotUnderstood() {
        assertThrows(ProtocolException.class, () -> run((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0));
    }

    @Test
    void outputThatNobodyReadsEndsIt() {
        PrintStream closed = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        FramedClient client = new FramedClient(
                new ByteArrayInputStream(new byte[]{1, 0, 0, 0, 1, 'a', 1, 0, 0, 0, 1, 'a'}), sent, closed, closed);
        assertThrows(IOException.class, () -> client.run(new byte[]{'x'}));
    }
}
