package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads the response to one request: its head, and which of the three kinds of body follows (RFC 9112, section 6.3).
 * Whatever leaves a doubt where the body ends is refused. Knows no sockets: the input is any stream that blocks until
 * there is something to read. One instance a connection, one thread.
 */
final class ResponseReader {

    private static final int MOST_INTERIM = 10; // 100, 102 and 103 come once or twice
    private static final int MOST_LENGTH_DIGITS = 18; // fits a long, and more than there are bytes anywhere

    private final LineReader in;

    ResponseReader(InputStream source) {
        in = new LineReader(source);
    }

    /** Returns the head of the final response; interim ones (1xx) before it are skipped. */
    ResponseHead readHead() throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            ResponseHead head = ResponseHead.read(in);
            if (head.status() == 101) {
                throw new ProtocolException("'" + head.statusLine() + "', but nobody asked to switch");
            }
            if (head.status() >= 200) {
                return head;
            }
        }
        throw new ProtocolException("more than " + MOST_INTERIM + " interim responses");
    }

    /**
     * Returns the body that follows the head, or one without bytes if none does. It throws an {@link EOFException} if
     * the connection ends before it is complete, but for one that goes on until the server closes (HTTP/1.0's way):
     * that can't tell "complete" from "the server died and its system closed the connection", only a reset is an error.
     * TLS can, see {@link HttpConnection}.
     *
     * @param method of the request: the response to HEAD has the fields of a body and none
     */
    InputStream body(ResponseHead head, String method) throws IOException {
        List<String> lengths = head.fields().all("Content-Length");
        String coding = head.fields().only("Transfer-Encoding");
        long length = length(lengths);
        if (coding != null) {
            checkChunked(head, coding, lengths);
        }
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new FixedLengthBody(in, 0);
        }
        if (coding != null) {
            return new ChunkedBody(in);
        }
        return length >= 0 ? new FixedLengthBody(in, length) : in;
    }

    private static void checkChunked(ResponseHead head, String coding, List<String> lengths) throws ProtocolException {
        if (!lengths.isEmpty()) {
            throw new ProtocolException("both Content-Length and Transfer-Encoding"); // someone on the way is being fooled
        }
        if (!coding.matches("(?i)chunked")) { // of ASCII alone: for equalsIgnoreCase the Kelvin sign is a k
            throw new ProtocolException("transfer encoding '" + coding + "' was not asked for");
        }
        if (head.minorVersion() == 0) {
            throw new ProtocolException("HTTP/1.0 has no Transfer-Encoding");
        }
    }

    /** Digits and nothing else, and the same in all fields and lists of them: Java's own parser would take +3. */
    private static long length(List<String> fields) throws ProtocolException {
        @Nullable
        String told = null;
        for (String field : fields) {
            for (String part : field.split(",", -1)) {
                String value = part.trim();
                if (!value.matches("[0-9]{1," + MOST_LENGTH_DIGITS + "}")) {
                    throw new ProtocolException("'" + field + "' is no Content-Length");
                }
                if (told != null && !told.equals(value)) {
                    throw new ProtocolException("Content-Length is both " + told + " and " + value);
                }
                told = value;
            }
        }
        return told == null ? -1 : Long.parseLong(told);
    }
}
