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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertEquals("there is no frame of type 7",
                assertThrows(ProtocolException.class, () -> FrameType.of(7)).getMessage());
    }

    @Test
    void aStreamsBytesTravelInFramesOfTheirOwn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream stream = new FrameWriter(out).stream(FrameType.STDERR);
        stream.write(new byte[]{'a', 'b', 'c'}, 1, 1);
        assertArrayEquals(new byte[]{2, 0, 0, 0, 1, 'b'}, out.toByteArray());
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

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes));
    }

    private static Frame read(FrameReader reader) throws IOException {
        Frame frame = reader.read();
        assertNotNull(frame);
        return frame;
    }
}
