package io.github.socketsbyexample.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.Texts;

/**
 * Serves the files of a folder, or one page of its own: something to fetch from where there is no network. The JDK's own
 * server, given what it lacks by default: a thread for each request, deadlines, a limit on connections
 * ({@link EngineLimits}), strictness ({@link RequestCheck}). It answers GET and HEAD, and nothing outside of the folder
 * ({@link StaticFiles}). Either side may close a connection first; it serves several requests, one after another.
 *
 * <p>Goes with document 003's client. Run: {@code ./sockets http-fetch server --directory .}
 */
public final class StaticServer implements Server {

    static final int PORT = 8000;

    private static final int UNWANTED_BODY = 64 * 1024; // read so far, so that its sender hears the answer
    private static final Logger LOG = LoggerFactory.getLogger(StaticServer.class);

    private final EngineLimits limits = new EngineLimits(LOG); // before the server that heeds them
    private final HttpServer server;
    private final ServerSettings settings;
    // Platform threads: opening and reading files keeps a virtual thread's carrier, and there are as few as processors.
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofPlatform()
                    .daemon()
                    .name("request")
                    .uncaughtExceptionHandler((thread, e) -> stop(e))
                    .factory());
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean started; // guarded by this, as is the next
    private boolean closed;
    private volatile @Nullable Throwable fatal;

    /**
     * Listens.
     *
     * @param directory what to serve, or null for the page
     */
    public StaticServer(InetSocketAddress address, ServerSettings settings, @Nullable Path directory)
            throws IOException {
        this(directory == null ? page() : new StaticFiles(directory), address, settings);
    }

    StaticServer(HttpHandler content, InetSocketAddress address, ServerSettings settings) throws BindException {
        this.settings = settings;
        server = listen(address, settings.backlog());
        server.setExecutor(threads); // without one, a slow client holds up all others
        server.createContext("/", exchange -> answer(exchange, content));
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(StaticServer.class, PORT)
                .option("directory", "DIR", "serve the files of this folder (default: a page of its own)")
                .serve(args, StaticServer::open);
    }

    private static StaticServer open(Arguments arguments) throws IOException {
        Path directory = arguments.has("directory") ? arguments.value("directory", "", Path::of) : null;
        arguments.check(directory == null || (!directory.toString().isEmpty() && Files.isDirectory(directory)),
                "--directory: '" + directory + "' is no folder"); // '' would be this one: an unset variable's
        arguments.check(arguments.serverSettings().reuseAddress(),
                "--no-reuse-address: the JDK's HTTP server always reuses it");
        return new StaticServer(arguments.listenAddress(), arguments.serverSettings(), directory);
    }

    private static HttpServer listen(InetSocketAddress address, int backlog) throws BindException {
        try {
            return HttpServer.create(address, backlog);
        } catch (IOException e) {
            String reason = address.isUnresolved() ? "unknown host" : e.getMessage();
            String line = "cannot listen on " + Addresses.format(address) + ": " + reason;
            throw (BindException) new BindException(line).initCause(e);
        }
    }

    private static HttpHandler page() throws IOException {
        try (InputStream file = StaticServer.class.getResourceAsStream("index.html")) {
            String page = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            HttpHandler index = HttpHandlers.of(200, Headers.of("Content-Type", "text/html; charset=utf-8"), page);
            Headers text = Headers.of("Content-Type", "text/plain; charset=utf-8");
            HttpHandler missing = HttpHandlers.of(404, text, "Not Found\n");
            return HttpHandlers.handleOrElse(request -> request.getRequestURI().getPath().equals("/"), index, missing);
        }
    }

    /** One request, in a thread of its own. What is thrown here ends the connection, and is not told. */
    private static void answer(HttpExchange exchange, HttpHandler content) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            String fault = RequestCheck.fault(exchange);
            if (!fault.isEmpty()) {
                refuse(exchange, 400, "Bad Request: " + fault);
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                refuse(exchange, 405, "Method Not Allowed");
            } else if (RequestCheck.hasBody(exchange)) {
                refuse(exchange, 413, "Content Too Large"); // this one is
            } else {
                exchange.getRequestBody().skip(1); // its end, without which the JDK would close the connection
                content.handle(exchange);
            }
            exchange.close(); // not after an exception: it would end an unfinished body in chunks as if that were all
        } finally {
            System.out.println(Texts.printable("%s \"%s %s %s\" %s".formatted(
                    Addresses.format(exchange.getRemoteAddress()), exchange.getRequestMethod(),
                    exchange.getRequestURI(), exchange.getProtocol(), exchange.getResponseCode())));
        }
    }

    /** The last answer of a connection: after a fault nobody knows where the next request would begin. */
    private static void refuse(HttpExchange exchange, int code, String reason) throws IOException {
        byte[] text = (reason + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, head ? -1 : text.length);
        if (head) {
            return;
        }
        exchange.getResponseBody().write(text);
        exchange.getResponseBody().flush();
        if (code != 400) { // closed with its body unread, the system would send a reset, which can overtake the answer
            exchange.getRequestBody().skip(UNWANTED_BODY);
        }
    }

    @Override
    public void serve() throws IOException {
        synchronized (this) {
            if (!closed) {
                server.start();
                started = true;
            }
        }
        try {
            while (!end.await(1, TimeUnit.SECONDS)) {
                limits.look();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while serving");
        }
        if (fatal != null) {
            throw new IOException("the server has stopped: " + fatal, fatal);
        }
    }

    /** An Error (no memory left, say) ends the server, which would be half dead otherwise. */
    private void stop(Throwable e) {
        fatal = e;
        end.countDown();
    }

    @Override
    public SocketAddress localAddress() {
        return server.getAddress();
    }

    /** Any call waits, and none holds the lock meanwhile: one may come from a thread that another's call waits for. */
    @Override
    public void close() {
        int seconds;
        synchronized (this) {
            closed = true;
            seconds = started ? (int) settings.grace().plusMillis(999).toSeconds() : 0; // stop counts in seconds
        }
        server.stop(seconds); // joins the JDK's own thread, unless that is the caller; once stopped, it returns at once
        threads.shutdownNow(); // interrupts who still waits for a client: the connections are closed
        end.countDown();
    }
}
