package io.github.socketsbyexample.exec;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Tells what a web page can make a browser on this machine send to {@link RawServer} from what a person types: requests
 * of any method and version, whole or in parts, TLS, STUN; also frames. It refuses too much rather than too little: no
 * command may mention HTTP/ as a word's beginning, or contain a line like a header's, or a carriage return. Knows no
 * socket; that bytes which belong together come together is the server's affair.
 */
final class WebRequests {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"; // RFC 9110, section 5.6.2

    private static final Pattern REQUEST = Pattern.compile(String.join("|",
            "(^|\\s)HTTP/", // the end of a request line, of whatever version
            "^\\s*(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI)(\\s|$)", // its beginning, wherever it is cut
            "^\\s*[A-Z][A-Z0-9_-]*\\s+(/|\\*|https?:)", // that of a method which nobody has registered
            "^" + TOKEN + ":(\\s|$)"), // a header field
            Pattern.MULTILINE);

    private WebRequests() {}

    /**
     * Lets text pass.
     *
     * @throws ProtocolException if it is none, or could be a request or a part of one; the message is for the client
     */
    static void refuse(byte[] chunk) throws ProtocolException {
        if (chunk[0] == FrameType.COMMAND.code()) {
            throw new ProtocolException("this server takes raw commands, and no frames");
        }
        if (REQUEST.matcher(new String(chunk, StandardCharsets.ISO_8859_1)).find()) {
            throw new ProtocolException("that is an HTTP request, not a command");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(chunk)).toString();
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n')) {
                throw new ProtocolException("a command has no control characters, carriage returns included");
            }
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a command must be UTF-8");
        }
    }
}
