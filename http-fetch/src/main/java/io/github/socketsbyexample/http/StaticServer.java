package io.github.socketsbyexample.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.Request;
import com.sun.net.httpserver.SimpleFileServer;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.github.socketsbyexample.common.Texts;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * Serves the files of a folder, or one page of its own: something to fetch from where there is no network. The JDK's own
 * server, given what it lacks by default: a thread for each request, deadlines, a limit on connections. It answers GET
 * and HEAD, and nothing outside of the folder; links and hidden files are not there.
 *
 * <p>Goes with document 003's client. Run: {@code ./sockets http-fetch server --directory .}
 */
public final class StaticServer implements Server {

    static final int PORT = 8000;

    private static final String REQUEST_SECONDS = "30"; // for a whole request: it has no body
    private static final String RESPONSE_SECONDS = "3600"; // for a whole response: a large file over a slow line
    private static final String CONNECTIONS = "1000"; // below the usual limit on open files

    private final HttpServer server;
    private final ServerSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean started; // guarded by this

    /**
     * Listens.
     *
     * @param directory what to serve, or null for the page
     */
    public StaticServer(InetSocketAddress address, ServerSettings settings, @Nullable Path directory)
            throws IOException {
        this.settings = settings;
        HttpHandler content = directory == null ? page() : files(directory.toRealPath());
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
        limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        limit("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);
        limit("jdk.httpserver.maxConnections", CONNECTIONS);
        limit("sun.net.httpserver.nodelay", "true"); // head and body are two writes: the second shall not wait for an ACK
        try {
            return HttpServer.create(address, backlog);
        } catch (IOException e) {
            String reason = address.isUnresolved() ? "unknown host" : e.getMessage();
            throw (BindException) new BindException(
                    "cannot listen on " + Addresses.format(address) + ": " + reason).initCause(e);
        }
    }

    /** The JDK's server reads its limits once a JVM, when the first is created; one that a person has set stays. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static HttpHandler page() throws IOException {
        try (InputStream file = StaticServer.class.getResourceAsStream("index.html")) {
            String page = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            HttpHandler index = HttpHandlers.of(200, Headers.of("Content-Type", "text/html; charset=utf-8"), page);
            return HttpHandlers.handleOrElse(request -> request.getRequestURI().getPath().equals("/"), index,
                    missing());
        }
    }

    private static HttpHandler files(Path root) {
        HttpHandler files = SimpleFileServer.createFileHandler(root);
        return HttpHandlers.handleOrElse(request -> indexIsLink(root, request), missing(), files);
    }

    /** The JDK's handler follows no links, but for one: a folder's index page. */
    private static boolean indexIsLink(Path root, Request request) {
        try {
            Path folder = root.resolve(request.getRequestURI().getPath().substring(1));
            return Files.isSymbolicLink(folder.resolve("index.html"))
                    || Files.isSymbolicLink(folder.resolve("index.htm"));
        } catch (InvalidPathException e) {
            return true; // no file has such a name
        }
    }

    private static HttpHandler missing() {
        return HttpHandlers.of(404, Headers.of("Content-Type", "text/plain; charset=utf-8"), "Not Found\n");
    }

    /** One request, in a virtual thread of its own. */
    private static void answer(HttpExchange exchange, HttpHandler content) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            } else if (hasBody(exchange.getRequestHeaders())) {
                exchange.sendResponseHeaders(413, -1); // the handlers would read it, however long it is
            } else {
                content.handle(exchange);
            }
        } finally {
            System.out.println(Texts.printable(Addresses.format(exchange.getRemoteAddress()) + " \""
                    + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getProtocol()
                    + "\" "
                    + exchange.getResponseCode()));
        }
    }

    private static boolean hasBody(Headers headers) {
        String length = headers.getFirst("Content-Length");
        return headers.containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        synchronized (this) {
            if (closed.getCount() > 0) {
                server.start();
                started = true;
            }
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while serving");
        }
    }

    @Override
    public SocketAddress localAddress() {
        return server.getAddress();
    }

    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            long graceSeconds = (settings.grace().toMillis() + 999) / 1000; // this server counts in seconds
            server.stop(started ? (int) graceSeconds : 0);
            threads.shutdownNow(); // interrupts who still waits for a client: the connections are closed
            closed.countDown();
        }
    }
}
