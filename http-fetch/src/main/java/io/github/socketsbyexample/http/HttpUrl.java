package io.github.socketsbyexample.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import io.github.socketsbyexample.common.Addresses;

/**
 * An {@code http://} or {@code https://} URL, checked: what it names can stand in a request as it is. {@link URI} takes
 * no space and no control character, so none can end the request's line early and begin another (request injection).
 */
record HttpUrl(URI uri) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MOST_FILE_NAME_CHARS = 80; // in UTF-8 within the 255 bytes of common file systems

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none, or of another scheme, or without a host, or with a user
     */
    static HttpUrl parse(String text) {
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is not a URL: " + e.getReason(), e);
        }
    }

    private static HttpUrl of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("'" + uri + "' is not an http:// or https:// URL");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("'" + uri + "' names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'" + uri + "' names a user: nothing here would ask for a password");
        }
        if (uri.getPort() == 0 || uri.getPort() > Addresses.MAX_PORT) {
            throw new IllegalArgumentException("'" + uri + "' names a port that there is not");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        URI whole = URI.create(scheme + "://" + uri.getHost() + port + path + query); // the fragment stays at home
        return new HttpUrl(URI.create(whole.toASCIIString()));
    }

    /**
     * Returns where a redirect leads.
     *
     * @param location a URL, or part of one that this one completes (RFC 3986, section 5.2)
     * @throws IllegalArgumentException if that is no URL that this program fetches, or one that gives TLS up
     */
    HttpUrl redirected(String location) {
        // URI.resolve knows RFC 2396 only, where a query alone would replace the last part of the path.
        String target = location.startsWith("?") ? uri.getRawPath() + location : location;
        HttpUrl next;
        try {
            next = of(uri.resolve(new URI(target)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("redirects to '" + location + "', which is not a URL", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("redirects, but " + e.getMessage(), e);
        }
        if (isSecure() && !next.isSecure()) {
            throw new IllegalArgumentException(
                    "redirects from https to " + next + ", which anyone could read and change");
        }
        return next;
    }

    /** Returns whether it is {@code https}. */
    boolean isSecure() {
        return uri.getScheme().equals("https");
    }

    /** Returns the host without brackets. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the server's address, not looked up. */
    InetSocketAddress address() {
        int port = uri.getPort() >= 0 ? uri.getPort() : isSecure() ? HTTPS_PORT : HTTP_PORT;
        return InetSocketAddress.createUnresolved(host(), port);
    }

    /** Returns what the request's {@code Host} field says: the host, and the port where it is not the usual one. */
    String hostField() {
        int port = address().getPort();
        return port == (isSecure() ? HTTPS_PORT : HTTP_PORT) ? uri.getHost() : uri.getHost() + ":" + port;
    }

    /** Returns what the request's first line asks for: path and query. */
    String target() {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /**
     * Returns a name for the file: the last part of the path, {@code index.html} for a folder. Characters that could
     * lead to another folder, hide the file or deceive a reader become {@code _}. Where the locale's charset lacks a
     * character, as ASCII does in many containers, the name stays percent-encoded.
     */
    String fileName() {
        String path = uri.getRawPath();
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
        return uri.toString();
    }
}
