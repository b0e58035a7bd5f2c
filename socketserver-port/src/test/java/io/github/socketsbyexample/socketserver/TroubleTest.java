package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.NobodyThere;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;

/** What handleError reports unless it is overridden, and what not: that clients come and go. */
@ExtendWith(NoLeaks.class)
class TroubleTest {

    private static final int TOO_LONG_FOR_A_DATAGRAM = 70_000;

    @TempDir
    private Path folder;

    private final Reports reports = new Reports();
    private final CountDownLatch clientIsGone = new CountDownLatch(1);

    /** Has a client be served that sends a line and then resets the connection; returns what was reported. */
    private List<String> reportedOnReset(BaseServer<?> server) throws Exception {
        SocketAddress address = server.serverAddress();
        try (LoopRun _ = LoopRun.start(server)) {
            RawPeer client = address instanceof UnixDomainSocketAddress
                    ? new RawPeer(UnixSocket.connect(address, LoopRun.DEADLINE))
                    : RawPeer.connect(LoopRun.address(server));
            client.send("hi\n");
            LoopRun.until(() -> server.activeRequests().size() == 1);
            client.reset();
            clientIsGone.countDown();
            LoopRun.until(() -> server.activeRequests().isEmpty());
        }
        return reports.lines();
    }

    private TCPServer tcp(Handlers.Work<StreamRequestHandler> work) throws IOException {
        return new TCPServer(LoopRun.ANY_PORT, Handlers.stream(work)) {
            @Override
            Logger log() {
                return reports.log();
            }
        };
    }

    private UnixStreamServer unix(Handlers.Work<StreamRequestHandler> work) throws IOException {
        return new UnixStreamServer(UnixDomainSocketAddress.of(folder.resolve("socket")), Handlers.stream(work)) {
            @Override
            Logger log() {
                return reports.log();
            }
        };
    }

    /** Writes until that fails. */
    private void writeOn(StreamRequestHandler handler) throws Exception {
        clientIsGone.await();
        while (true) {
            handler.wfile().write('x');
        }
    }

    private void readOn(StreamRequestHandler handler) throws Exception {
        clientIsGone.await();
        handler.rfile().readAllBytes();
    }

    @Test
    void aClientThatLeavesWhileItIsWrittenToIsNotReported() throws Exception {
        assertEquals(List.of(), reportedOnReset(tcp(this::writeOn)));
        assertEquals(List.of(), reportedOnReset(unix(this::writeOn)));
    }

    @Test
    void aClientThatLeavesWhileItIsReadFromIsNotReported() throws Exception {
        assertEquals(List.of(), reportedOnReset(tcp(this::readOn)));
        assertEquals(List.of(), reportedOnReset(unix(this::readOn)));
    }

    @Test
    void norIsOneThatIsReadFromWithoutRfile() throws Exception {
        Handlers.Work<StreamRequestHandler> lines = handler -> {
            clientIsGone.await();
            new BufferedReader(new InputStreamReader(handler.request().getInputStream(), UTF_8)).lines()
                    .forEach(line -> {});
        };
        assertEquals(List.of(), reportedOnReset(tcp(lines))); // an UncheckedIOException
    }

    /** Has a client be served; returns the one line that was reported of it. */
    private String reportedOf(TCPServer server) throws IOException {
        int port;
        try (LoopRun serving = LoopRun.start(server); RawPeer client = serving.connect()) {
            port = client.socket().getLocalPort();
            assertEquals(0, client.readAll().length);
            LoopRun.until(() -> server.activeRequests().isEmpty());
        }
        assertEquals(1, reports.lines().size(), reports.lines().toString());
        String line = reports.lines().getFirst();
        String client = "127.0.0.1:" + port + ": ";
        assertTrue(line.startsWith(client), line);
        return line.substring(client.length());
    }

    @Test
    void aConnectionOfTheHandlersOwnThatIsRefusedIsReported() throws Exception {
        try (NobodyThere nobody = new NobodyThere()) {
            assertEquals("java.net.ConnectException: Connection refused", reportedOf(
                    tcp(_ -> new Socket(InetAddress.getLoopbackAddress(), nobody.address().getPort()).close())));
        }
    }

    @Test
    void aConnectionOfTheHandlersOwnThatIsResetIsReported() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals("java.net.SocketException: Connection reset", reportedOf(tcp(handler -> {
                try (Socket own = new Socket(elsewhere.getInetAddress(), elsewhere.getLocalPort())) {
                    new RawPeer(elsewhere.accept()).reset();
                    own.getInputStream().transferTo(handler.wfile());
                }
            })));
        }
    }

    @Test
    void aHandshakeOfTheHandlersOwnThatEndsEarlyIsReported() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals("javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake",
                    reportedOf(tcp(handler -> {
                        try (Socket own = SSLSocketFactory.getDefault()
                                .createSocket(elsewhere.getInetAddress(), elsewhere.getLocalPort());
                                Socket there = elsewhere.accept()) {
                            there.shutdownOutput();
                            own.getInputStream().transferTo(handler.wfile());
                        }
                    })));
        }
    }

    @Test
    void anAnswerThatIsTooLongForADatagramIsReported() throws Exception {
        UDPServer server = new UDPServer(LoopRun.ANY_PORT, Handlers.datagram(
                handler -> handler.wfile().write(new byte[TOO_LONG_FOR_A_DATAGRAM]))) {
            @Override
            Logger log() {
                return reports.log();
            }
        };
        try (LoopRun _ = LoopRun.start(server); RawDatagrams client = new RawDatagrams()) {
            client.send(LoopRun.address(server), "hi");
            LoopRun.until(() -> reports.lines().size() == 1);
        }
        assertTrue(reports.lines().getFirst().endsWith("Message too long"), reports.lines().toString());
    }

    @Test
    void whatTroubleSaysOfAPeerIsReportedInOneSafeLine() throws Exception {
        assertEquals("Illegal server name, name=a\\nERROR \\u202e", reportedOf(tcp(_ -> {
            throw new IOException("Illegal server name, name=a\nERROR \u202e");
        })));
    }

    @Test
    void whatAnExceptionOfTheHandlerSaysOfAPeerCanNotForgeALineOfTheLog() throws Exception {
        NumberFormatException cause = new NumberFormatException("For input string: \"1\nERROR \u001b[2J\"");
        cause.initCause(new IllegalStateException(cause)); // causes in a circle
        IllegalArgumentException thrown = new IllegalArgumentException("no number\rERROR", cause);
        thrown.addSuppressed(new IOException("more\nERROR"));
        StringWriter text = new StringWriter();
        try (TCPServer server = new TCPServer(LoopRun.ANY_PORT, Handlers.stream(_ -> {
            throw thrown;
        })) {
            @Override
            Logger log() {
                return printingTo(new PrintWriter(text));
            }
        }; LoopRun serving = LoopRun.start(server)) {
            assertEquals("", serving.ask("hi\n"));
        }
        assertTrue(text.toString().startsWith("java.lang.IllegalArgumentException: no number\\rERROR"));
        assertTrue(text.toString().contains("For input string: \"1\\nERROR \\x1b[2J\""), text.toString());
        assertTrue(text.toString().contains("at " + TroubleTest.class.getName()));
        assertEquals(List.of(), text.toString().lines().filter(line -> line.startsWith("ERROR")).toList());
    }

    /** Returns a log that prints the stack traces of what is reported. */
    private static Logger printingTo(PrintWriter out) {
        return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("error")) {
                        ((Throwable) arguments[2]).printStackTrace(out);
                    }
                    return null;
                });
    }
}
