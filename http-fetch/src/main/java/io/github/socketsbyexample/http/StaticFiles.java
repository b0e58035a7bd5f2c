package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;

import io.github.socketsbyexample.common.Texts;

/**
 * Answers GET and HEAD with a folder's files, an index page or a list for a folder. All else is not there: links,
 * wherever they lead, hidden files, what cannot be read, and what is no file at all, such as a named pipe, whose opening
 * alone would wait until somebody writes. A file is sent as long as it was when it was opened; if it gets shorter
 * meanwhile, the connection is cut, and the client knows that it has not got all of it.
 */
final class StaticFiles implements HttpHandler {

    private static final int BUFFER = 64 * 1024; // one read of a large file
    private static final int MOST_NAMES = 1000; // of a folder, held for one client; for the next it is looked through again
    private static final Pattern SLASH = Pattern.compile("%2f", Pattern.CASE_INSENSITIVE);
    private static final HttpHandler MISSING = HttpHandlers.of(404, type("text/plain; charset=utf-8"), "Not Found\n");
    private static final HttpHandler FAILED = HttpHandlers.of(500, type("text/plain; charset=utf-8"),
            "Internal Server Error\n"); // such as too many open files

    private final Path root;

    /** Takes the folder, which is looked up now: a link is followed this once. */
    StaticFiles(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        URI target = exchange.getRequestURI();
        Path path;
        BasicFileAttributes attributes;
        try {
            path = find(target);
            attributes = attributes(path);
        } catch (FileSystemException | IllegalArgumentException e) { // of whatever kind: not there, too long, a zero byte
            MISSING.handle(exchange);
            return;
        }
        boolean folder = target.getRawPath().endsWith("/");
        try {
            if (attributes.isDirectory() && !folder) {
                redirect(exchange, target);
            } else if (attributes.isDirectory()) {
                sendFolder(exchange, path, attributes);
            } else if (attributes.isRegularFile() && !folder) {
                send(exchange, path, attributes);
            } else {
                MISSING.handle(exchange);
            }
        } catch (FileSystemException e) {
            if (exchange.getResponseCode() != -1) {
                throw e; // in the middle of a list, which shall not end as if that were all
            }
            (e instanceof NoSuchFileException || e instanceof AccessDeniedException ? MISSING : FAILED)
                    .handle(exchange);
        }
    }

    /** Follows a path's parts through folders that are no links; each is one name, whatever is percent-encoded in it. */
    private Path find(URI target) throws IOException {
        if (target.getRawAuthority() != null && !target.isAbsolute()) { // "//name", which java.net.URI takes for a host
            throw new NoSuchFileException(target.toString());
        }
        Path path = root;
        List<String> parts = List.of(target.getRawPath().substring(1).split("/", -1));
        for (String part : parts.getLast().isEmpty() ? parts.subList(0, parts.size() - 1) : parts) {
            Path name = Path.of(URI.create("file:///" + part)); // byte by byte: not every name is in the system's charset
            // A slash within a name: the system would go through a link before it.
            if (SLASH.matcher(part).find() || name.getNameCount() != 1 || !attributes(path).isDirectory()) {
                throw new NoSuchFileException(target.toString());
            }
            path = path.resolve(name.getFileName());
            if (isHidden(path)) {
                throw new NoSuchFileException(target.toString());
            }
        }
        return path;
    }

    private static boolean isHidden(Path path) throws IOException {
        return path.getFileName().toString().startsWith(".") || Files.isHidden(path); // "." and "..", too
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void redirect(HttpExchange exchange, URI target) throws IOException {
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        exchange.getResponseHeaders().set("Location", target.getRawPath() + "/" + query);
        exchange.sendResponseHeaders(301, -1);
    }

    private static void send(HttpExchange exchange, Path path, BasicFileAttributes attributes) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = file.size();
            file.position(0); // fails for a pipe that has just taken the file's place
            Instant modified = notLaterThanNow(attributes.lastModifiedTime().toInstant())
                    .truncatedTo(ChronoUnit.SECONDS);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Last-Modified", HttpDate.format(modified));
            if (isKnown(exchange.getRequestHeaders(), modified)) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            String type = URLConnection.getFileNameMap().getContentTypeFor(path.getFileName().toString());
            headers.set("Content-Type", Objects.requireNonNullElse(type, "application/octet-stream"));
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, size == 0 ? -1 : size); // the JDK takes 0 for "unknown"
                copy(Channels.newInputStream(file), size, exchange.getResponseBody());
            }
        }
    }

    /** RFC 9110, 8.8.2.1: a file's time may be set to anything. */
    private static Instant notLaterThanNow(Instant time) {
        Instant now = Instant.now();
        return time.isAfter(now) ? now : time;
    }

    /** RFC 9110, 13.1.3: what the client has is no older. Not asked with If-None-Match, in two fields, or with no date. */
    private static boolean isKnown(Headers request, Instant modified) {
        List<String> dates = request.getOrDefault("If-Modified-Since", List.of());
        return !request.containsKey("If-None-Match") && dates.size() == 1
                && HttpDate.parse(dates.getFirst()).filter(date -> !modified.isAfter(date)).isPresent();
    }

    private static void copy(InputStream file, long size, OutputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = size; left > 0;) {
            int count = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException((size - left) + " of " + size + " bytes"); // with an exception the JDK cuts
            }
            body.write(buffer, 0, count);
            left -= count;
        }
    }

    private static void sendFolder(HttpExchange exchange, Path folder, BasicFileAttributes attributes)
            throws IOException {
        for (String index : List.of("index.html", "index.htm")) {
            Path page = folder.resolve(index);
            if (Files.isRegularFile(page, LinkOption.NOFOLLOW_LINKS)) {
                send(exchange, page, attributes(page));
                return;
            }
        }
        SortedSet<Path> names = namesAfter(null, folder, attributes);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0); // of unknown length: in chunks
        write(exchange, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<ul>\n");
        for (; !names.isEmpty(); names = namesAfter(names.last(), folder, attributes)) {
            for (Path name : names) {
                Path entry = folder.resolve(name);
                write(exchange, isThere(entry) ? item(folder, entry) : "");
            }
        }
        write(exchange, "</ul>\n");
    }

    /** Returns the next names in their order. Not all: there may be many, and many clients that don't read on. */
    private static SortedSet<Path> namesAfter(@Nullable Path last, Path folder, BasicFileAttributes attributes)
            throws IOException {
        BasicFileAttributes now = attributes(folder);
        if (!Objects.equals(now.fileKey(), attributes.fileKey()) // which the next folder may get that is made
                || !now.creationTime().equals(attributes.creationTime())) {
            throw new NoSuchFileException(folder.toString(), null, "another has taken its place");
        }
        TreeSet<Path> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (last == null || name.compareTo(last) > 0) {
                    names.add(name);
                }
                if (names.size() > MOST_NAMES) {
                    names.removeLast();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isThere(Path path) {
        try {
            BasicFileAttributes attributes = attributes(path);
            return (attributes.isRegularFile() || attributes.isDirectory()) && !isHidden(path)
                    && Files.isReadable(path);
        } catch (IOException e) {
            return false; // gone meanwhile
        }
    }

    private static String item(Path folder, Path entry) {
        String link = folder.toUri().relativize(entry.toUri()).getRawPath(); // a folder's ends with a slash
        return "<li><a href=\"./" + html(link) + "\">" // "./": a name may look like "javascript:"
                + html(Texts.printable(entry.getFileName() + (link.endsWith("/") ? "/" : ""))) + "</a>\n";
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static Headers type(String type) {
        return Headers.of("Content-Type", type);
    }
}
