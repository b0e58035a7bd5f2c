package io.github.socketsbyexample.http;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

/**
 * What makes a request a bad one, although the JDK's server took it: whatever two programs might read in two ways
 * (request smuggling). It is answered with 400, and nothing more is read from that connection. What the JDK's server
 * refuses by itself, and what it takes without a handler being able to tell, is in the module's README.
 */
final class RequestCheck {

    private static final Pattern HOST = Pattern.compile( // RFC 9110, 7.2: a name or an address, perhaps with a port
            "(\\[[0-9A-Fa-f:.]+\\]|([0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(:[0-9]{0,5})?");
    private static final int MOST_HOST_CHARS = 300; // of a name 253; and what reads much longer ones takes too much stack
    private static final Pattern LENGTH = Pattern.compile("[0-9]+"); // RFC 9112, 6.3: no sign
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]"); // the JDK has made tabs spaces

    private RequestCheck() {}

    /** Returns what is wrong with a request's line and fields, or nothing. */
    static String fault(HttpExchange request) {
        Headers fields = request.getRequestHeaders();
        String version = request.getProtocol();
        String length = fields.getFirst("Content-Length");
        if (!HeaderFields.TOKEN.matcher(request.getRequestMethod()).matches()) {
            return "no such method can be";
        } else if (!version.matches("HTTP/1\\.[0-9]")) { // RFC 9112, 2.3
            return "neither HTTP/1.1 nor HTTP/1.0";
        } else if (!isTarget(request.getRequestURI())) {
            return "the target is neither a path nor an http URL";
        } else if (!isHost(fields.getOrDefault("Host", List.of()), version)) {
            return "Host is missing, there twice or no host";
        } else if (fields.containsKey("Transfer-Encoding") && version.equals("HTTP/1.0")) { // RFC 9112, 6.1
            return "Transfer-Encoding in HTTP/1.0";
        } else if (length != null && !LENGTH.matcher(length).matches()) {
            return "Content-Length is no number";
        } else if (fields.values().stream().flatMap(List::stream).anyMatch(CONTROL.asPredicate())) { // RFC 9110, 5.5
            return "a control character";
        }
        return "";
    }

    /** RFC 9112, 3.2: a path, or all of a URL; other characters than ASCII's come percent-encoded. */
    private static boolean isTarget(URI target) {
        boolean whole = target.getScheme() != null && target.getScheme().equalsIgnoreCase("http")
                && target.getRawAuthority() != null && isHost(target.getRawAuthority());
        return (whole || !target.isAbsolute()) && target.getRawPath().startsWith("/") && target.getRawFragment() == null
                && target.toString().chars().allMatch(c -> c < 0x80);
    }

    /** RFC 9112, 3.2: one Host in HTTP/1.1, at most one in HTTP/1.0. An empty one can't be meant: "http" needs a name. */
    private static boolean isHost(List<String> hosts, String version) {
        return hosts.isEmpty()
                ? version.equals("HTTP/1.0")
                : hosts.size() == 1 && isHost(hosts.getFirst());
    }

    private static boolean isHost(String text) {
        return text.length() <= MOST_HOST_CHARS && HOST.matcher(text).matches();
    }

    /** Returns whether a request without a fault has a body. */
    static boolean hasBody(HttpExchange request) {
        String length = request.getRequestHeaders().getFirst("Content-Length");
        return request.getRequestHeaders().containsKey("Transfer-Encoding")
                || (length != null && !length.matches("0+"));
    }
}
