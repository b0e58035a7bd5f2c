package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {

    private static byte[] gzip(String... members) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        for (String member : members) {
            GZIPOutputStream out = new GZIPOutputStream(gzip);
            out.write(member.getBytes(StandardCharsets.UTF_8));
            out.finish();
        }
        return gzip.toByteArray();
    }

    static List<byte[]> bodies() throws IOException {
        byte[] header = {0x1f, (byte) 0x8b, 8, 31, 1, 2, 3, 4, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 'c', 0, 0, 0, 3, 0};
        return List.of(gzip(), gzip("hello"), gzip("hello, ", "", "world"), gzip("0".repeat(100_000)), header);
    }

    /** What the JDK takes at all, it takes for the same, but for what it leaves unread. */
    @ParameterizedTest
    @MethodSource("bodies")
    void anythingIsRefusedOrExpandedAsByTheJdk(byte[] coded) throws IOException {
        byte[] content;
        try {
            content = new Gunzip(Wire.of(coded)).readAllBytes();
        } catch (IOException refused) {
            assertNotNull(refused.getMessage());
            return;
        }
        byte[] expected = coded.length == 0 ? coded : new GZIPInputStream(Wire.of(coded)).readAllBytes();
        assertArrayEquals(expected, content);
    }

    private static InputStream body(long length, byte... bytes) {
        return new FixedLengthBody(new LineReader(Wire.of(bytes)), length);
    }

    @Test
    void codedBodyIsExpanded() throws Exception {
        byte[] coded = gzip("hello");
        assertEquals("hello", Wire.readText(new Gunzip(body(coded.length, coded))));
    }

    @Test
    void allMembersAreExpanded() throws Exception {
        byte[] coded = gzip("hello, ", "world");
        assertEquals("hello, world", Wire.readText(new Gunzip(body(coded.length, coded))));
    }

    @Test
    void codedDataThatEndBeforeTheirEndAreAnError() throws Exception {
        byte[] coded = gzip("hello");
        for (int length = 1; length < coded.length; length++) {
            byte[] cut = Arrays.copyOf(coded, length);
            EOFException e = assertThrows(EOFException.class, () -> Wire.readText(new Gunzip(body(cut.length, cut))));
            assertEquals("the gzip data end too early", e.getMessage());
        }
    }

    @Test
    void bodyThatIsCutIsAnErrorEvenIfItsDataAreComplete() throws Exception {
        byte[] coded = gzip("hello");
        EOFException e = assertThrows(EOFException.class, () -> Wire.readText(new Gunzip(body(99, coded))));
        assertEquals("connection closed after " + coded.length + " of 99 bytes", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 5, 4, 1}) // the checksum, the length
    void changedDataAreAnError(int fromEnd) throws Exception {
        byte[] coded = gzip("hello");
        coded[coded.length - fromEnd] ^= 1;
        assertThrows(ZipException.class, () -> Wire.readText(new Gunzip(body(coded.length, coded))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 18, 19, 26, 100, 65_500, 70_000})
    void whatFollowsTheDataIsAnErrorHoweverLongItIs(int length) throws Exception {
        byte[] coded = gzip("hello");
        byte[] longer = Arrays.copyOf(coded, coded.length + length);
        ProtocolException e = assertThrows(ProtocolException.class,
                () -> Wire.readText(new Gunzip(body(longer.length, longer))));
        assertEquals("something follows the gzip data", e.getMessage());
    }

    @Test
    void noContentAtAllIsNoGzipAndNoError() throws Exception {
        assertEquals("", Wire.readText(new Gunzip(body(0))));
        assertThrows(EOFException.class, () -> Wire.readText(new Gunzip(body(1))));
    }

    @Test
    void memberAfterTheFirstThatIsCutAnywhereIsAnError() throws Exception {
        byte[] coded = gzip("hello, ", "world");
        for (int length = gzip("hello, ").length + 1; length < coded.length; length++) {
            byte[] cut = Arrays.copyOf(coded, length);
            EOFException e = assertThrows(EOFException.class, () -> Wire.readText(new Gunzip(body(cut.length, cut))));
            assertEquals("the gzip data end too early", e.getMessage());
        }
    }

    @Test
    void membersMayBeginAnywhereInTheBuffer() throws Exception {
        String noise = new Random(1).ints(70_000, ' ', 0x7f)
                .collect(StringBuilder::new,
                        StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (int pieces : new int[]{1, 18, 1000, Integer.MAX_VALUE}) {
            byte[] coded = gzip(noise, "a", "", noise, "b");
            InputStream body = new FixedLengthBody(new LineReader(Wire.inPiecesOf(pieces, coded)), coded.length);
            assertEquals(noise + "a" + noise + "b", Wire.readText(new Gunzip(body)));
        }
    }

    @Test
    void headerMayHoldAllThatTheRfcKnows() throws Exception {
        byte[] plain = gzip("hello");
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.writeBytes(new byte[]{0x1f, (byte) 0x8b, 8, 31, 1, 2, 3, 4, 0, 3, 1, 1});
        full.writeBytes(new byte[0x101]); // as many extra bytes as the two above say
        full.writeBytes(new byte[]{'n', 0, 'c', 'c', 0});
        CRC32 crc = new CRC32();
        crc.update(full.toByteArray());
        full.write((int) crc.getValue());
        full.write((int) crc.getValue() >> 8);
        full.write(plain, 10, plain.length - 10);
        full.writeBytes(full.toByteArray()); // and once more
        byte[] coded = full.toByteArray();
        assertEquals("hellohello", Wire.readText(new Gunzip(body(coded.length, coded))));
        coded[12] ^= 1; // an extra byte that the header's checksum knows otherwise
        ZipException e = assertThrows(ZipException.class,
                () -> Wire.readText(new Gunzip(body(coded.length, coded))));
        assertEquals("the gzip header is damaged", e.getMessage());
    }

    @Test
    void headerMayBeLongButNotForEver() throws Exception {
        byte[] plain = gzip("hello");
        int rest = plain.length - 10;
        int longest = 1 + 512 * 1024; // the first byte, and what follows until there are data
        for (int length : new int[]{longest, longest + 1}) {
            byte[] coded = Arrays.copyOf(new byte[]{0x1f, (byte) 0x8b, 8, 8}, length);
            Arrays.fill(coded, 10, length - rest - 1, (byte) 'n');
            System.arraycopy(plain, 10, coded, length - rest, rest);
            if (length == longest) {
                assertEquals("hello", Wire.readText(new Gunzip(Wire.of(coded))));
            } else {
                assertThrows(ProtocolException.class, () -> Wire.readText(new Gunzip(Wire.of(coded))));
            }
        }
    }

    @Test
    void whatIsNoGzipOrOfAnUnknownKindIsAnError() throws Exception {
        for (int at : new int[]{0, 1, 2, 3}) {
            byte[] coded = gzip("hello");
            coded[at] ^= (byte) 0xa0;
            assertThrows(ZipException.class, () -> Wire.readText(new Gunzip(body(coded.length, coded))));
        }
    }

    @Test
    void dataThatHoldNothingForEverAreRefused() throws Exception {
        byte[] empty = gzip("");
        byte[] head = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
        byte[] headWithName = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        byte[] block = {0, 0, 0, (byte) 0xff, (byte) 0xff}; // stored, of no bytes, and not the last
        for (InputStream endless : List.of(Wire.repeating(new byte[0], empty),
                Wire.repeating(headWithName, (byte) 'n'), Wire.repeating(head, block))) {
            assertThrows(ProtocolException.class, () -> new Gunzip(endless).read());
        }
    }

    @Test
    void smallBodyThatBecomesLargeIsExpandedALittleAtATime() throws Exception {
        byte[] coded = gzip("0".repeat(50_000_000));
        assertTrue(coded.length < 60_000);
        Gunzip content = new Gunzip(body(coded.length, coded));
        assertTrue(content.read(new byte[1000]) <= 1000);
    }
}
