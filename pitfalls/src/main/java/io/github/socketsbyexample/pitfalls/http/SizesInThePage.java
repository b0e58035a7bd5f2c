package io.github.socketsbyexample.pitfalls.http;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Odd numbers stand in a page, before its first line, in its middle, and a 0 after its end: the body came in chunks,
 * each with its size, and was read as if it were the rest of the connection. A server may answer so whenever it is
 * asked with HTTP/1.1, {@code Connection: close} or not.
 *
 * <pre>
 * $ ./sockets pitfall sizes-in-the-page
 * sent:   "Wikipedia" in two chunks
 * broken: "4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n"
 * fixed:  "Wikipedia"
 * </pre>
 */
public final class SizesInThePage {

    static final String CHUNKS = "4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n"; // after the head
    private static final int MOST_CHUNK_BYTES = 1 << 20;
    private static final int MOST_SIZE_DIGITS = 7; // no more than fit an int
    private static final int HEXADECIMAL = 16;

    private SizesInThePage() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"Wikipedia\" in two chunks");
        String broken = restOfTheConnection(stream(CHUNKS));
        IO.println("broken: \"" + broken.replace("\r", "\\r").replace("\n", "\\n") + '"');
        IO.println("fixed:  \"" + chunks(stream(CHUNKS)) + '"');
    }

    static DataInputStream stream(String body) {
        return new DataInputStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Broken: what follows the head, to the end of the connection, is the body. */
    static String restOfTheConnection(DataInputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** Fixed: each chunk is as long as the line before it says, and one of no bytes is the end (RFC 9112, 7.1). */
    static String chunks(DataInputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size; (size = Integer.parseInt(line(in), HEXADECIMAL)) != 0;) {
            if (size < 0 || size > MOST_CHUNK_BYTES) {
                throw new IOException("chunk of " + size + " bytes");
            }
            byte[] chunk = new byte[size];
            in.readFully(chunk);
            body.append(new String(chunk, StandardCharsets.US_ASCII));
            line(in);
        }
        return body.toString();
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b; (b = in.readUnsignedByte()) != '\r';) {
            line.append((char) b);
            if (line.length() > MOST_SIZE_DIGITS) {
                throw new IOException("'" + line + "...' is no chunk size");
            }
        }
        in.readUnsignedByte(); // the line feed
        return line.toString();
    }
}
