package io.github.socketsbyexample.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a head or of a trailer, in their order: {@code Name: value} each, up to an empty line. Strict where
 * programs have been made to disagree on what a message says (RFC 9112, section 5): no space before the colon, no line
 * that continues the one above (obs-fold), no name that is not a token.
 */
final class HeaderFields {

    private static final int MOST_LINE_BYTES = 16 * 1024; // long cookies and content policies fit
    static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"); // RFC 9110, section 5.6.2

    private final List<String> lines = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private HeaderFields() {}

    /**
     * Reads fields and the empty line after them.
     *
     * @param mostBytes of all lines together
     * @param mostFields how many of them
     * @throws IOException if they don't end, are not well-formed or are too much
     */
    static HeaderFields read(LineReader in, int mostBytes, int mostFields) throws IOException {
        HeaderFields fields = new HeaderFields();
        int left = mostBytes;
        while (true) {
            String line = in.readLine(MOST_LINE_BYTES, "a header line");
            if (line.isEmpty()) {
                return fields;
            }
            left -= in.lineBytes();
            if (left < 0) {
                throw new ProtocolException("the header is longer than " + mostBytes + " bytes");
            }
            if (fields.lines.size() == mostFields) {
                throw new ProtocolException("the header has more than " + mostFields + " fields");
            }
            fields.add(line);
        }
    }

    private void add(String line) throws ProtocolException {
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            throw new ProtocolException("a folded header line");
        }
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new ProtocolException("a header line without a colon");
        }
        String name = line.substring(0, colon);
        if (!TOKEN.matcher(name).matches()) {
            throw new ProtocolException("'" + name + "' is no name of a header field");
        }
        lines.add(line);
        names.add(name);
        values.add(line.substring(colon + 1).trim()); // space and tab: no other control character gets here
    }

    /** Returns the lines as they came. */
    List<String> lines() {
        return lines;
    }

    /** Returns the values of all fields of a name, which is compared without regard to case; both are ASCII. */
    List<String> all(String name) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    /**
     * Returns the value of the only field of a name, or null if there is none.
     *
     * @throws ProtocolException if there are several: which one is meant would be a guess
     */
    @Nullable
    String only(String name) throws ProtocolException {
        List<String> found = all(name);
        if (found.size() > 1) {
            throw new ProtocolException("several fields " + name);
        }
        return found.isEmpty() ? null : found.getFirst();
    }
}
