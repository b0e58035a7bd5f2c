package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** A forking server's program: what its children share with it, and what becomes of them when it dies. */
@ExtendWith(NoLeaks.class)
class ForkingProgramTest {

    /** Prints where it listens, and serves. */
    static final class ServerProgram {
        private ServerProgram() {}

        /** Serves until killed. */
        public static void main(String[] args) throws IOException {
            System.setProperty("test.greeting", "set by main");
            try (ForkingTCPServer server = new ForkingTCPServer(RunningServer.ANY_PORT, Printing::new)) {
                System.out.println(((InetSocketAddress) server.serverAddress()).getPort());
                server.serveForever();
            }
        }
    }

    static final class Printing extends StreamRequestHandler {
        @Override
        protected void handle() throws Exception {
            System.out.println("中 " + System.getProperty("test.greeting") + " " + System.in.read());
            wfile().write((ProcessHandle.current().pid() + "\n").getBytes(UTF_8));
            Thread.sleep(300_000); // does not look at its connection
        }
    }

    @Test
    void theChildPrintsWhereTheServerPrintsAndDiesWithIt() throws Exception {
        Process program = ForkingRun.java(ServerProgram.class);
        try (BufferedReader output = program.inputReader(UTF_8)) {
            InetSocketAddress address = new InetSocketAddress(RunningServer.ANY_PORT.getAddress(),
                    Integer.parseInt(output.readLine()));
            try (RawPeer client = RawPeer.connect(address)) {
                client.send("x");
                assertEquals("中 set by main -1", output.readLine());
                StringBuilder pid = new StringBuilder();
                for (int c = client.read(1)[0]; c != '\n'; c = client.read(1)[0]) {
                    pid.append((char) c);
                }
                ProcessHandle child = ProcessHandle.of(Long.parseLong(pid.toString())).orElseThrow();
                assertTrue(child.isAlive());

                program.destroyForcibly();

                await().atMost(ForkingRun.PATIENCE).until(() -> !child.isAlive());
            }
        } finally {
            program.destroyForcibly();
            assertTrue(program.waitFor(ForkingRun.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            program.getOutputStream().close();
        }
    }
}
