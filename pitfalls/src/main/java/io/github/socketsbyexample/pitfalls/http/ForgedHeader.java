package io.github.socketsbyexample.pitfalls.http;

import java.net.ProtocolException;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A user's text becomes a header of its own, or a second request: it holds a line break, and the program puts it into a
 * head as it is. The JDK's {@code HttpRequest} refuses it; who writes a head by hand has to.
 *
 * <pre>
 * $ ./sockets pitfall forged-header
 * sent:   "en\r\nX-Admin: yes" as the user's language
 * broken: Accept-Language: en | X-Admin: yes
 * fixed:  ProtocolException: a control character in a header
 * </pre>
 */
public final class ForgedHeader {

    private ForgedHeader() {}

    /** Shows both halves. */
    static void main() {
        IO.println("sent:   \"en\\r\\nX-Admin: yes\" as the user's language");
        IO.println("broken: " + lines(BlockingCall.outcome(() -> header("en\r\nX-Admin: yes"))));
        IO.println("fixed:  " + lines(BlockingCall.outcome(() -> headerOfOneLine("en\r\nX-Admin: yes"))));
    }

    private static String lines(String head) {
        return String.join(" | ", head.lines().toList());
    }

    /** Broken: whatever the text holds. */
    static String header(String language) {
        return "Accept-Language: " + language + "\r\n";
    }

    /** Fixed: no control characters (RFC 9110, section 5.5), least of all those that end a line. */
    static String headerOfOneLine(String language) throws ProtocolException {
        if (language.chars().anyMatch(Character::isISOControl)) {
            throw new ProtocolException("a control character in a header");
        }
        return "Accept-Language: " + language + "\r\n";
    }
}
