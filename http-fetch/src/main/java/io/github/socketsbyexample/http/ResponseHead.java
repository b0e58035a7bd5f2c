package io.github.socketsbyexample.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The head of a response: {@code HTTP/1.1 200 OK} and the fields below it.
 *
 * @param statusLine the first line as it came
 * @param minorVersion 0 for HTTP/1.0, 1 for HTTP/1.1
 * @param status from 100 to 599
 * @param reason what the server calls that, may be empty
 * @param fields the header fields
 */
record ResponseHead(String statusLine, int minorVersion, int status, String reason, HeaderFields fields) {

    private static final int MOST_BYTES = 64 * 1024; // of all fields: common servers send under 8 KiB
    private static final int MOST_FIELDS = 200; // ten times the usual
    private static final int MOST_LINE_BYTES = 1024; // of the status line: a reason is a few words

    // RFC 9112, section 4; the space before an empty reason is left out by many servers.
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([0-9]) ([1-5][0-9]{2})(?: (.*))?",
            Pattern.DOTALL);

    /** Reads a head, from the status line to the empty line. */
    static ResponseHead read(LineReader in) throws IOException {
        String line = in.readLine(MOST_LINE_BYTES, "the status line");
        Matcher form = STATUS_LINE.matcher(line);
        if (!form.matches()) {
            throw new ProtocolException("'" + line + "' is no status line of HTTP/1.1");
        }
        String reason = form.group(3) == null ? "" : form.group(3);
        return new ResponseHead(line, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), reason,
                HeaderFields.read(in, MOST_BYTES, MOST_FIELDS));
    }

    /**
     * Returns where the response redirects to, as the server wrote it, or null if it does not.
     *
     * @throws ProtocolException if it does, but does not say where
     */
    @Nullable
    String location() throws ProtocolException {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> {
                String location = fields.only("Location");
                if (location == null || location.isEmpty()) {
                    throw new ProtocolException(status + " " + reason + " without a Location");
                }
                yield location;
            }
            default -> null;
        };
    }
}
