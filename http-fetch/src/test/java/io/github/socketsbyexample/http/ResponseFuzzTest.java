package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Responses that chance has spoiled: they may be read or refused, but never throw anything else, read on for ever, or
 * make more of a body than came. {@code -Dfuzz.seed=N} repeats a run, {@code -Dfuzz.rounds=N} makes it longer.
 */
class ResponseFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);
    private static final long MOST_EXPANSION = 1100; // what deflate can make of a byte, and its block
    private static final String[] SPOILERS = {"\r\n", "\n", "\r", " ", "\t", ":", ";", ",", "0", "-1", "+3", "\0", "é",
            "7fffffffffffffff", "ffffffffffffffffff", "99999999999999999999", "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "Content-Encoding: gzip\r\n",
            "\r\n\r\n"};

    private long seed;
    private Random random = new Random();

    @BeforeEach
    void seed(TestReporter reporter) {
        seed = Long.getLong("fuzz.seed", System.nanoTime());
        random = new Random(seed);
        reporter.publishEntry("fuzz.seed", Long.toString(seed));
    }

    static List<byte[]> whole() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("hello ".repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> responses = new ArrayList<>();
        responses.add(response("Content-Length: 11\r\n", "hello world"));
        responses.add(
                response("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nSum: 1\r\n\r\n"));
        responses.add(response("Server: x\r\nDate: now\r\n", "hello world"));
        byte[] head = response("Content-Encoding: gzip\r\nContent-Length: " + gzip.size() + "\r\n", "");
        byte[] zipped = Arrays.copyOf(head, head.length + gzip.size());
        System.arraycopy(gzip.toByteArray(), 0, zipped, head.length, gzip.size());
        responses.add(zipped);
        return responses;
    }

    private static byte[] response(String fields, String body) {
        return ("HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void anythingIsReadOrRefused(byte[] response) {
        try {
            consume(response);
        } catch (IOException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void spoiledResponsesAreReadOrRefused(byte[] whole) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] spoiled = whole;
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoiled = spoil(spoiled);
            }
            try {
                consume(spoiled);
            } catch (IOException refused) {
                assertNotNull(refused.getMessage(), () -> "a refusal without a reason, seed " + seed);
            } catch (RuntimeException | Error e) {
                fail("seed " + seed + ", round " + round + ": " + Arrays.toString(spoiled), e);
            }
        }
    }

    @Test
    void everyProperBeginningOfAFramedResponseIsRefused() throws Exception {
        List<byte[]> framed = whole();
        framed.remove(2); // the one that ends with the stream
        for (byte[] whole : framed) {
            consume(whole);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(EOFException.class, () -> consume(cut), () -> new String(cut, StandardCharsets.UTF_8));
            }
        }
    }

    private byte[] spoil(byte... response) {
        int at = random.nextInt(response.length + 1);
        int until = Math.min(response.length, at + random.nextInt(12));
        byte[] begin = Arrays.copyOf(response, at);
        byte[] rest = Arrays.copyOfRange(response, at, response.length);
        byte[] afterGap = Arrays.copyOfRange(response, until, response.length);
        return switch (random.nextInt(6)) {
            case 0 -> begin; // cut
            case 1 -> joined(begin, afterGap); // a piece is missing
            case 2 -> joined(joined(begin, Arrays.copyOfRange(response, at, until)), rest); // a piece came twice
            case 3 -> joined(joined(begin, spoiler()), rest); // something is in between
            case 4 -> joined(joined(begin, spoiler()), afterGap); // something is instead
            default -> { // a bit fell over
                byte[] flipped = response.clone();
                if (flipped.length > 0) {
                    flipped[at % flipped.length] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private byte[] spoiler() {
        if (random.nextBoolean()) {
            return SPOILERS[random.nextInt(SPOILERS.length)].getBytes(StandardCharsets.UTF_8);
        }
        byte[] noise = new byte[random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Reads a response as the client does; fails if that takes more reads or makes more bytes than can be. */
    private static void consume(byte... response) throws IOException {
        ResponseReader reader = new ResponseReader(Wire.of(response));
        ResponseHead head = reader.readHead();
        InputStream body = reader.body(head, "GET");
        boolean gzip = "gzip".equals(head.fields().only("Content-Encoding"));
        InputStream content = gzip ? new Gunzip(body) : body;
        byte[] buffer = new byte[64];
        long most = gzip ? response.length * MOST_EXPANSION : response.length;
        long total = 0;
        for (int n; (n = content.read(buffer)) != -1; total += n) {
            if (n == 0 || total > most) {
                fail("reads of " + n + " bytes after " + total + " of " + response.length);
            }
        }
    }
}
