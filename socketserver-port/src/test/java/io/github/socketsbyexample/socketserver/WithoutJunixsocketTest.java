package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library on a class path without junixsocket, which is for Unix-domain sockets alone. */
class WithoutJunixsocketTest {

    private static final long DEADLINE_SECONDS = 50; // two of the servers start a JVM

    /** What is run there. */
    private interface Attempt {
        void run() throws IOException;
    }

    /** Tries to open everything that is Unix-domain; prints what comes of it. */
    static final class UnixDomain {

        private static final SocketAddress FILE = UnixDomainSocketAddress.of("never-made.socket");

        private UnixDomain() {}

        public static void main(String[] args) {
            print(() -> new UnixStreamServer(FILE, Handlers.LineEcho::new).close());
            print(() -> new ThreadingUnixStreamServer(FILE, Handlers.LineEcho::new).close());
            print(() -> new ForkingUnixStreamServer(FILE, Handlers.LineEcho::new).close());
            print(() -> new UnixDatagramServer(FILE, Handlers.DatagramEcho::new).close());
            print(() -> new ThreadingUnixDatagramServer(FILE, Handlers.DatagramEcho::new).close());
            print(() -> new ForkingUnixDatagramServer(FILE, Handlers.DatagramEcho::new).close());
            print(() -> UnixStreamServer.abstractName("name"));
            print(() -> UnixSocket.connect(FILE, LoopRun.MOMENT).close());
        }

        private static void print(Attempt attempt) {
            try {
                attempt.run();
                System.out.println("opened");
            } catch (IOException | RuntimeException | Error e) {
                System.out.println(e);
            }
        }
    }

    /** Has an Internet server of each kind answer once; prints the answers. */
    static final class Internet {

        private Internet() {}

        public static void main(String[] args) throws IOException {
            printAnswer(new TCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new));
            printAnswer(new ThreadingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new));
            printAnswer(new ForkingTCPServer(LoopRun.ANY_PORT, Handlers.LineEcho::new));
            printDatagram(new UDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new));
            printDatagram(new ThreadingUDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new));
            printDatagram(new ForkingUDPServer(LoopRun.ANY_PORT, Handlers.DatagramEcho::new));
        }

        private static void printAnswer(TCPServer server) throws IOException {
            try (LoopRun run = LoopRun.start(server)) {
                System.out.print(run.ask("hi\n"));
            }
        }

        private static void printDatagram(UDPServer server) throws IOException {
            try (LoopRun _ = LoopRun.start(server); DatagramSocket client = new DatagramSocket()) {
                client.setSoTimeout((int) LoopRun.DEADLINE.toMillis());
                client.send(new DatagramPacket("hi".getBytes(UTF_8), 2, server.serverAddress()));
                DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                client.receive(answer);
                System.out.println(new String(answer.getData(), 0, answer.getLength(), UTF_8));
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void everythingUnixDomainSaysWhatIsMissing() throws Exception {
        assertEquals(Collections.nCopies(8, "java.lang.IllegalStateException: Unix-domain servers need junixsocket: add"
                + " com.kohlschutter.junixsocket:junixsocket-common and junixsocket-native-common to the class path"),
                printed(UnixDomain.class));
    }

    @Test
    void internetServersOfEachKindDoWithout() throws Exception {
        assertEquals(Collections.nCopies(6, "hi"), printed(Internet.class));
    }

    private List<String> printed(Class<?> main) throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !Path.of(each).getFileName().toString().startsWith("junixsocket-"))
                .collect(Collectors.joining(File.pathSeparator));
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), () -> main + " does not end");
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(printed);
    }
}
