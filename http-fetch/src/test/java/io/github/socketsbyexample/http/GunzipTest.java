package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;

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
        for (int length = 0; length < coded.length; length++) {
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

    @Test
    void changedDataAreAnError() throws Exception {
        byte[] coded = gzip("hello");
        coded[coded.length - 8] ^= 1; // the checksum
        assertThrows(ZipException.class, () -> Wire.readText(new Gunzip(body(coded.length, coded))));
    }

    @Test
    void whatFollowsTheDataIsNotIgnored() throws Exception {
        byte[] coded = gzip("hello");
        byte[] longer = Arrays.copyOf(coded, coded.length + 100_000);
        assertThrows(ProtocolException.class, () -> Wire.readText(new Gunzip(body(longer.length, longer))));
    }

    @Test
    void smallBodyThatBecomesLargeIsExpandedALittleAtATime() throws Exception {
        byte[] coded = gzip("0".repeat(50_000_000));
        assertTrue(coded.length < 60_000);
        Gunzip content = new Gunzip(body(coded.length, coded));
        assertTrue(content.read(new byte[1000]) <= 1000);
    }
}
