package io.github.socketsbyexample.http;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Texts;

/**
 * An {@code http://} or {@code https://} URL, checked and resolved as RFC 3986 says: what it names can stand in a request
 * as it is. No space and no control character gets in, so none can end the request's line early and begin another
 * (request injection). {@link java.net.URI} knows RFC 2396 only: it finds no host where there is a {@code _}, and leaves
 * {@code ..} at the root.
 *
 * @param secure whether it is {@code https}
 * @param host a name in ASCII, an IPv4 address, or an IPv6 address without brackets
 * @param port the one to connect to
 * @param path begins with a slash, and has no {@code .} and {@code ..} left
 * @param query with its question mark, or empty
 */
record HttpUrl(boolean secure, String host, int port, String path, String query) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MOST_FILE_NAME_CHARS = 80; // in UTF-8 within the 255 bytes of common file systems

    // RFC 3986, appendix B; the fragment stays at home.
    private static final Pattern PARTS = Pattern
            .compile("((?<scheme>[^:/?#]+):)?(//(?<authority>[^/?#]*))?(?<path>[^?#]*)(?<query>\\?[^#]*)?(#.*)?",
                    Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>\\[[^]]*]|[^:\\[]*)(:(?<port>[0-9]*))?");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern LEGAL = Pattern.compile("[0-9A-Za-z._~!$&'()*+,;=:@/?\\[\\]-]*");

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none, or of another scheme, or without a host, or with a user
     */
    static HttpUrl parse(String text) {
        return resolve(text, null);
    }

    /**
     * Returns where a redirect leads.
     *
     * @param location a URL, or part of one that this one completes (RFC 3986, section 5.2)
     * @throws IllegalArgumentException if that is no URL that this program fetches, or one that gives TLS up
     */
    HttpUrl redirected(String location) {
        HttpUrl next;
        try {
            next = resolve(location, this);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("redirects, but " + e.getMessage(), e);
        }
        if (secure && !next.secure) {
            throw new IllegalArgumentException(
                    "redirects from https to " + next + ", which anyone could read and change");
        }
        return next;
    }

    /** RFC 3986, section 5.2.2; strict: {@code http:page} is no part of a URL. */
    private static HttpUrl resolve(String text, @Nullable HttpUrl base) {
        Matcher parts = PARTS.matcher(text);
        boolean _ = parts.matches(); // as any text does
        String scheme = parts.group("scheme");
        if (scheme == null ? base == null : !scheme.matches("(?i)https?")) {
            throw new IllegalArgumentException("'" + text + "' is not an http:// or https:// URL");
        }
        String authority = parts.group("authority");
        String path = legal(parts.group("path"), text);
        String query = parts.group("query") == null ? "" : legal(parts.group("query"), text);
        if (scheme != null || base == null) {
            return at(scheme != null && scheme.length() == 5, authority == null ? "" : authority, path, query, text);
        } else if (authority != null) {
            return at(base.secure, authority, path, query, text);
        } else if (path.isEmpty()) { // the same page, perhaps asked for something else
            return new HttpUrl(base.secure, base.host, base.port, base.path,
                    parts.group("query") == null ? base.query : query);
        }
        String folder = path.startsWith("/") ? "" : base.path.substring(0, base.path.lastIndexOf('/') + 1);
        return new HttpUrl(base.secure, base.host, base.port, withoutDots(folder + path), query);
    }

    private static HttpUrl at(boolean secure, String authority, String path, String query, String text) {
        if (authority.contains("@")) {
            throw new IllegalArgumentException("'" + text + "' names a user: nothing here would ask for a password");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' names no host and port");
        }
        String digits = parts.group("port");
        int port = secure ? HTTPS_PORT : HTTP_PORT;
        if (digits != null && !digits.isEmpty()) {
            port = digits.matches("0*[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        }
        if (port == 0 || port > Addresses.MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' names a port that there is not");
        }
        return new HttpUrl(secure, UrlHost.checked(parts.group("host"), text), port, withoutDots(path), query);
    }

    /** Percent-encodes what is not ASCII, byte for byte as it came, and takes nothing else that a URL can't hold. */
    private static String legal(String part, String text) {
        if (part.contains("\ufffd")) { // what the reader of lines makes of them
            throw new IllegalArgumentException("'" + text + "' holds bytes that are no UTF-8");
        }
        StringBuilder ascii = new StringBuilder();
        for (byte b : Texts.encode(part, StandardCharsets.UTF_8)) {
            ascii.append(b >= 0 ? "" + (char) b : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
        }
        if (!LEGAL.matcher(ESCAPE.matcher(ascii).replaceAll("")).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a URL: it holds what has to be percent-encoded");
        }
        return ascii.toString();
    }

    /** RFC 3986, section 5.2.4. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String last = "";
        for (String segment : path.isEmpty() ? new String[]{""} : path.substring(1).split("/", -1)) {
            last = segment;
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
        }
        return "/" + String.join("/", kept) + (!kept.isEmpty() && last.matches("\\.\\.?") ? "/" : "");
    }

    /** Returns the server's address, not looked up. */
    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** Returns what the request's {@code Host} field says: the host, and the port where it is not the usual one. */
    String hostField() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return port == (secure ? HTTPS_PORT : HTTP_PORT) ? bracketed : bracketed + ":" + port;
    }

    /** Returns what the request's first line asks for: path and query. */
    String target() {
        return path + query;
    }

    /**
     * Returns a name for the file: the last part of the path, {@code index.html} for a folder. Characters that could
     * lead to another folder, hide the file or deceive a reader become {@code _}. Where the locale's charset lacks a
     * character, as ASCII does in many containers, the name stays percent-encoded.
     */
    String fileName() {
        String encoded = path.substring(path.lastIndexOf('/') + 1);
        if (encoded.isEmpty()) {
            return "index.html";
        }
        String decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8); // a plus is no space here
        try {
            return Path.of(harmless(decoded)).toString();
        } catch (InvalidPathException e) {
            return harmless(encoded);
        }
    }

    private static String harmless(String name) {
        return name.substring(0, Math.min(name.length(), MOST_FILE_NAME_CHARS))
                .replaceAll("[\\p{C}/\\\\:*?\"<>|]|^[.\\-~]", "_");
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + hostField() + target();
    }
}
