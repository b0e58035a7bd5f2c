package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.StartUpCache;

/**
 * Makes the start-up cache of {@link UpperForkingServer}'s children, as any forking server's can be made: the JVM of one
 * request writes it down when it ends. The build does this; where it fails, one line says so.
 */
final class ChildCache {

    /** The file's name, beside the jar. */
    static final String NAME = "children.aot";

    private ChildCache() {}

    /** Makes it beside the jar whose path is the argument; another JVM does, for its children are not silent. */
    public static void main(String[] args) throws InterruptedException {
        StartUpCache.make(Path.of(args[0]).resolveSibling(NAME),
                "no start-up cache for children, so they start more slowly",
                made -> List.of("-cp", System.getProperty("java.class.path"), RecordingServer.class.getName(),
                        made.toString()));
    }

    /** Its child makes another of these, and needs nothing of it but its class. */
    static final class RecordingServer extends UpperForkingServer.MyServer {

        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private String cache = "";

        /** Has one request served, whose process writes the cache, and exits as that does. */
        public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
            try (RecordingServer server = new RecordingServer()) {
                server.cache = args[0];
                server.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        UpperTcpServer.MyTCPHandler::new);
                Thread.ofVirtual().start(server::serveForever);
                try (Socket client = new Socket()) {
                    client.connect(server.serverAddress());
                    client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                }
                System.exit(server.status.get());
            }
        }

        @Override
        public @Nullable Path childCache() {
            return null; // the JVM takes one or makes one
        }

        @Override
        public List<String> childOptions() {
            List<String> options = new ArrayList<>(super.childOptions());
            options.add("-XX:AOTCacheOutput=" + cache);
            return options;
        }

        @Override
        public void childExited(long pid, int exitStatus) {
            status.complete(exitStatus);
        }
    }
}
