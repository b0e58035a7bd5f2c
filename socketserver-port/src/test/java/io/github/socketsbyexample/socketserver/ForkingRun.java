package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketsbyexample.common.RawPeer;

/** A forking server under test, serving in a thread of its own until it is closed. */
final class ForkingRun<S extends BaseServer<?>> implements AutoCloseable {

    /** For a child process to start and end on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final S server;
    private final Thread loop;

    ForkingRun(S server) {
        this.server = server;
        loop = Thread.ofPlatform().name("serving").start(server::serveForever);
    }

    S server() {
        return server;
    }

    RawPeer connect() throws IOException {
        return RawPeer.connect((InetSocketAddress) server.serverAddress());
    }

    /** Sends and returns the answer, to its end. */
    String ask(String text) throws IOException {
        try (RawPeer client = connect()) {
            client.send(text);
            return new String(client.readAll(), UTF_8);
        }
    }

    /** Starts a JVM that runs a class of the tests. */
    static Process java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8", "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Override
    public void close() throws IOException {
        server.shutdown();
        server.close();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            assertTrue(loop.join(PATIENCE));
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }
}
