package io.github.socketsbyexample.socketserver.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Makes the start-up cache of {@link UpperForkingServer}'s children, as any forking server's can be made: the JVM of one
 * request writes it down when it ends. The build does this; where it fails, one line says so.
 */
final class ChildCache {

    /** The file's name, beside the jar. */
    static final String NAME = "children.aot";

    private static final String NONE = "no start-up cache for children, so they start more slowly";
    private static final int LIMIT_SECONDS = 120; // a request takes two seconds where nothing else runs

    private ChildCache() {}

    /** Makes it beside the jar whose path is the argument; another JVM does, for its children are not silent. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path cache = Path.of(args[0]).resolveSibling(NAME);
        Path made = cache.resolveSibling(NAME + ".new");
        if (args.length > 1) {
            make(made, cache);
            return;
        }
        Files.deleteIfExists(cache);
        Process making = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ChildCache.class.getName(), args[0], "here")
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Void> overdue = CompletableFuture.runAsync(making::destroyForcibly, // its child goes with it
                CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
        try (BufferedReader output = making.inputReader(StandardCharsets.UTF_8)) {
            output.lines().filter(line -> line.startsWith(NONE)).forEach(System.out::println);
        }
        int status = making.waitFor();
        overdue.cancel(false);
        if (status != 0) {
            say("exit code " + status);
        }
        Files.deleteIfExists(made);
        Files.deleteIfExists(Path.of(made + ".config")); // what the JVM makes it of, and leaves if it fails
    }

    private static void make(Path made, Path cache) throws InterruptedException {
        try {
            int status = record(made);
            if (status == 0 && Files.exists(made)) {
                Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
            } else {
                say("its JVM ended with " + status);
            }
        } catch (IOException | ExecutionException e) {
            say(e.toString());
        }
    }

    private static void say(String why) {
        System.out.println(NONE + ": " + why);
    }

    /** Has one request served; returns the exit status of its process. */
    private static int record(Path cache) throws IOException, InterruptedException, ExecutionException {
        try (RecordingServer server = new RecordingServer()) {
            server.cache = cache.toString();
            server.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), UpperTcpServer.MyTCPHandler::new);
            Thread.ofVirtual().start(server::serveForever);
            try (Socket client = new Socket()) {
                client.connect(server.serverAddress());
                client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
            return server.status.get();
        }
    }

    /** Its child makes another of these, and needs nothing of it but its class. */
    static final class RecordingServer extends UpperForkingServer.MyServer {

        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private String cache = "";

        @Override
        public @Nullable Path childCache() {
            return null; // the JVM takes one or makes one
        }

        @Override
        public List<String> childOptions() {
            List<String> options = new ArrayList<>(super.childOptions());
            options.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:disable"));
            return options;
        }

        @Override
        public void childExited(long pid, int exitStatus) {
            status.complete(exitStatus);
        }
    }
}
