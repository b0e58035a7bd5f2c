package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.RawPeer;

/** A server whose listener another program opened and passed on as its standard input, as inetd and systemd do. */
class InheritedChannelTest {

    private static final String OPEN_AND_PASS_ON = """
            import os, socket, sys
            listener = socket.create_server(("127.0.0.1", 0))
            print(listener.getsockname()[1], flush=True)
            os.dup2(listener.fileno(), 0)
            os.execv(sys.argv[1], sys.argv[1:])
            """;

    /** The program that gets the listener: serves one client. */
    static final class Inheriting {

        private Inheriting() {}

        public static void main(String[] args) throws IOException {
            try (TCPServer server = new TCPServer()) {
                server.open((ServerSocketChannel) System.inheritedChannel(), Handlers.LineEcho::new);
                assertTrue(server.handleRequest(LoopRun.DEADLINE));
            }
        }
    }

    @Test
    void aListenerThatIsTheStandardInputIsServed() throws Exception {
        String python = python();
        Machine.require("python3", !python.isEmpty(), "no python3 on the PATH to pass a listener on");
        Process process = new ProcessBuilder(python, "-c", OPEN_AND_PASS_ON,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Inheriting.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            int port = Integer.parseInt(output.readLine());
            try (RawPeer client = RawPeer.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))) {
                client.send("hi\n");
                assertEquals("hi\n", new String(client.readAll(), UTF_8));
            }
            assertTrue(process.waitFor(LoopRun.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String python() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "python3"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }
}
