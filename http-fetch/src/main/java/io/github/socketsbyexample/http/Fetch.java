package io.github.socketsbyexample.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Texts;

/**
 * Fetches a page: connects, sends {@code GET / HTTP/1.1}, {@code Host}, {@code Connection: close} and an empty line,
 * prints the head of the answer and saves the body. {@link ResponseReader} knows where the body ends; the client closes
 * once it is complete. Redirects are followed, each over a connection of its own. All in the calling thread.
 *
 * <p>Source: document 003, the client that fetches a home page. Run: {@code ./sockets http-fetch fetch
 * http://127.0.0.1:8000/}
 */
public final class Fetch {

    private static final int MOST_REDIRECTS = 5; // www, https, a language, a login: then it is a loop

    private final FetchSettings settings;
    private final PrintStream heads;

    /** Prints heads there. */
    Fetch(FetchSettings settings, PrintStream heads) {
        this.settings = settings;
        this.heads = heads;
    }

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        FetchSettings.options(Program.task(Fetch.class))
                .option('o', "output", "FILE", "save the body there, - for standard output, the heads then go to"
                        + " standard error (default: the last part of the URL, index.html for a folder)")
                .operands("URL", 1)
                .run(args, Fetch::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        HttpUrl url = arguments.operand("URL", HttpUrl::parse);
        Path file = arguments.value("output", url.fileName(), Fetch::file);
        FetchSettings settings = FetchSettings.of(arguments);
        if (file.toString().equals("-")) {
            new Fetch(settings, System.err).fetch(url, null);
            return;
        }
        long bytes = new Fetch(settings, System.out).fetch(url, file);
        if (!settings.headOnly()) {
            System.out.println("Saved " + Texts.printable(file.toString()) + " (" + bytes + " bytes)");
        }
    }

    private static Path file(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("there is no file name");
        }
        if (text.endsWith("/")) { // which a path does not keep
            throw new IllegalArgumentException("'" + text + "' is a folder's name");
        }
        return Path.of(text);
    }

    /**
     * Fetches a URL and whatever it redirects to.
     *
     * @param file where to save, or null for standard output
     * @return how many bytes were saved
     * @throws IOException in one line that names the URL; then there is no new file, and an old one is as it was
     */
    long fetch(HttpUrl first, @Nullable Path file) throws IOException {
        long end = System.nanoTime() + settings.maxTime().toNanos();
        HttpUrl url = first;
        try {
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                try (HttpConnection connection = HttpConnection.open(url, settings.timeout(), end)) {
                    connection.send(request(url));
                    ResponseReader response = new ResponseReader(connection);
                    ResponseHead head = response.readHead();
                    connection.headRead();
                    print(head);
                    String location = head.location();
                    if (location == null) {
                        return save(head, response.body(head, method()), file);
                    }
                    url = url.redirected(location);
                }
            }
            throw new ProtocolException("more than " + MOST_REDIRECTS + " redirects");
        } catch (ConnectException e) {
            throw e; // names the address
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    }

    private String method() {
        return settings.headOnly() ? "HEAD" : "GET";
    }

    private String request(HttpUrl url) {
        return method() + " " + url.target() + " HTTP/1.1\r\n"
                + "Host: " + url.hostField() + "\r\n"
                + "Connection: close\r\n"
                + (settings.compressed() ? "Accept-Encoding: gzip\r\n" : "")
                + "\r\n";
    }

    private void print(ResponseHead head) {
        heads.println(Texts.printable(head.statusLine()));
        for (String line : head.fields().lines()) {
            heads.println(Texts.printable(line));
        }
        heads.println();
    }

    private long save(ResponseHead head, InputStream body, @Nullable Path file) throws IOException {
        if (head.status() / 100 != 2) {
            throw new IOException(head.status() + " " + head.reason());
        }
        if (head.status() == 206 || head.status() == 226) { // of a range, or of what changed
            throw new ProtocolException("'" + head.statusLine() + "', but nobody asked for a part");
        }
        if (settings.headOnly()) {
            return 0;
        }
        InputStream content = decoded(String.join(", ", head.fields().all("Content-Encoding")), body);
        try (Download download = file == null ? Download.toStandardOutput() : Download.to(file)) {
            long saved = download.saveAll(content, settings.maxSize());
            download.keep();
            return saved;
        }
    }

    private InputStream decoded(String coding, InputStream body) throws IOException {
        if (coding.isEmpty() || coding.matches("(?i)identity")) {
            return body;
        } else if (!settings.compressed()) {
            System.err.println("content encoding '" + Texts.printable(coding) + "' was not asked for: saved as it comes"
                    + " (--compressed asks for gzip, and expands it)");
            return body;
        } else if (coding.matches("(?i)(x-)?gzip")) {
            return new Gunzip(body);
        }
        throw new ProtocolException("content encoding '" + coding + "' was not asked for");
    }
}
