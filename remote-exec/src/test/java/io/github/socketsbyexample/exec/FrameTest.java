package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FrameReader} and {@link FrameWriter}, from byte arrays. */
class FrameTest {

    private static final byte[] LS = {0, 0, 0, 0, 2, 'l', 's'};

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final FrameWriter writer = new FrameWriter(written);

    @Test
    void aCommandIsItsTypeItsLengthAndItsText() throws IOException {
        writer.write(FrameType.COMMAND, "ls".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(LS, written.toByteArray());
    }

    @Test
    void anExitCodeIsBigEndian() throws IOException {
        writer.writeEnd(Outcome.exited(254));
        writer.writeEnd(Outcome.exited(1));
        assertArrayEquals(new byte[]{3, 0, 0, 0, 4, 0, 0, 0, -2, 3, 0, 0, 0, 4, 0, 0, 0, 1},
                written.toByteArray());
        FrameReader reader = reader(written.toByteArray());
        assertEquals(254, read(reader).exitCode());
        assertEquals(1, read(reader).exitCode());
    }

    @Test
    void aPayloadThatIsTooLongIsNotWritten() {
        assertThrows(IllegalArgumentException.class,
                () -> writer.write(FrameType.STDOUT, new byte[Frame.MAX_PAYLOAD + 1]));
        assertEquals(0, written.size());
    }

    @Test
    void gluedFramesAreReadOneByOne() throws IOException {
        FrameReader reader = reader(new byte[]{1, 0, 0, 0, 1, 'a', 2, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 7});
        assertArrayEquals(new byte[]{'a'}, read(reader).payload());
        assertEquals(FrameType.STDERR, read(reader).type());
        assertEquals(7, read(reader).exitCode());
        assertNull(reader.read());
    }

    @Test
    void aFrameThatArrivesByteByByteIsRead() throws IOException {
        InputStream whole = new ByteArrayInputStream(LS);
        InputStream drip = new InputStream() {
            @Override
            public int read() throws IOException {
                return whole.read();
            }

            @Override
            public int read(byte[] b, int offset, int length) throws IOException {
                return whole.read(b, offset, Math.min(1, length));
            }
        };
        assertArrayEquals("ls".getBytes(StandardCharsets.UTF_8), read(new FrameReader(drip)).payload());
    }

    @Test
    void theLongestFrameIsRead() throws IOException {
        writer.write(FrameType.STDOUT, new byte[Frame.MAX_PAYLOAD]);
        assertEquals(Frame.MAX_BYTES, written.size());
        assertEquals(Frame.MAX_PAYLOAD, read(reader(written.toByteArray())).payload().length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6})
    void endOfStreamInsideAFrameIsNotTakenForTheEnd(int length) {
        assertThrows(EOFException.class, () -> reader(Arrays.copyOf(LS, length)).read());
    }

    @Test
    void aTypeThatDoesNotExistIsRefusedBeforeAnythingElseIsRead() {
        InputStream in = new ByteArrayInputStream("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        ProtocolException e = assertThrows(ProtocolException.class, () -> new FrameReader(in).read());
        assertEquals("that is no frame: does the other side speak the raw protocol?", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"4, there is no frame of type 4", "31, there is no frame of type 31",
            "32, that is no frame: does the other side speak the raw protocol?",
            "0x15, that is TLS and no frame: only one side speaks it",
            "0x16, that is TLS and no frame: only one side speaks it"})
    void whatComesInsteadOfAFrameIsNamed(int code, String message) {
        assertEquals(message, assertThrows(ProtocolException.class, () -> FrameType.of(code)).getMessage());
    }

    @Test
    void aStreamsBytesTravelInFramesOfTheirOwn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream stream = new FrameWriter(out).stream(FrameType.STDERR);
        stream.write(new byte[]{'a', 'b', 'c'}, 1, 1);
        stream.write('c');
        stream.write(new byte[0]);
        assertArrayEquals(new byte[]{2, 0, 0, 0, 1, 'b', 2, 0, 0, 0, 1, 'c'}, out.toByteArray());
        out.reset();
        stream.write(new byte[Frame.MAX_PAYLOAD + 1]);
        FrameReader reader = reader(out.toByteArray());
        assertEquals(Frame.MAX_PAYLOAD, read(reader).payload().length);
        assertEquals(1, read(reader).payload().length);
        assertNull(reader.read());
    }

    @Test
    void anAnswerEndsWithTheServersOwnWordsOnStandardErrorAndTheExitCode() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FrameWriter(out).writeEnd(Outcome.ended(Outcome.REFUSED, "no"));
        FrameReader reader = reader(out.toByteArray());
        assertEquals("remote-exec: no\n", new String(read(reader).payload(), StandardCharsets.UTF_8));
        assertEquals(126, read(reader).exitCode());
        assertNull(reader.read());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE + 1, Integer.MAX_VALUE, Frame.MAX_PAYLOAD + 1, 1 << 20})
    void aLengthOutOfRangeIsRefusedAndNothingAllocated(int length) {
        byte[] header = {0, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        ProtocolException e = assertThrows(ProtocolException.class, () -> reader(header).read());
        assertEquals("a frame of " + Integer.toUnsignedString(length) + " bytes is longer than 65531",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 200, 300, Frame.MAX_PAYLOAD})
    void aLengthInTheOtherByteOrderIsCalledSo(int length) {
        byte[] header = {0, (byte) length, (byte) (length >> 8), 0, 0};
        ProtocolException e = assertThrows(ProtocolException.class, () -> reader(header).read());
        assertEquals("a frame of " + Integer.toUnsignedString(Integer.reverseBytes(length))
                + " bytes is longer than 65531 (" + length + " in the other byte order)", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "254, 254", "255, 255", "256, 255", "-1, 255", "-1073741819, 255"})
    void anExitCodeThatNoShellKnowsBecomesTheLargest(int code, int told) throws IOException {
        writer.writeEnd(Outcome.exited(code));
        assertEquals(told, read(reader(written.toByteArray())).exitCode());
    }

    @Test
    void anExitFrameOfAnotherSizeIsRefused() {
        assertThrows(ProtocolException.class, () -> new Frame(FrameType.EXIT, new byte[3]).exitCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 512, -1, -256, Integer.MIN_VALUE})
    void anExitCodeThatTheSystemWouldCutIsRefused(int code) {
        byte[] payload = ByteBuffer.allocate(Integer.BYTES).putInt(code).array();
        ProtocolException e = assertThrows(ProtocolException.class,
                () -> new Frame(FrameType.EXIT, payload).exitCode());
        assertEquals("exit code " + code + " is not one of 0 to 255", e.getMessage());
    }

    static List<byte[]> streams() {
        return List.of(LS, new byte[]{1, 0, 0, 0, 1, 'a', 2, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 7},
                new byte[]{3, 0, 0, 0, 4, 0, 0, 1, 0}, new byte[]{0, 2, 0, 0, 0, 'l', 's'},
                "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII), new byte[]{0x16, 3, 1, 0, 4});
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anythingIsReadAsItWouldBeWrittenOrRefused(byte[] stream) throws IOException {
        FrameReader reader = reader(stream);
        try {
            for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
                writer.write(frame.type(), frame.payload());
                if (frame.type() == FrameType.EXIT) {
                    assertEquals(frame.exitCode() & 0xff, frame.exitCode());
                }
            }
            assertArrayEquals(stream, written.toByteArray());
        } catch (ProtocolException | EOFException refused) {
            assertNotNull(refused.getMessage());
            assertArrayEquals(Arrays.copyOf(stream, written.size()), written.toByteArray());
        }
    }

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes));
    }

    private static Frame read(FrameReader reader) throws IOException {
        Frame frame = reader.read();
        assertNotNull(frame);
        return frame;
    }
}
