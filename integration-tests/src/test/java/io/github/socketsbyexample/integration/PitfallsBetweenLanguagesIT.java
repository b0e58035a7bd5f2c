package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.tools.ExampleProcess;

/** What a pitfall looks like when the other side is CPython; the module pitfalls shows them between Java and Java. */
class PitfallsBetweenLanguagesIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @BeforeAll
    static void python() {
        Python.require();
    }

    /** See AnswerCutByReset, of pitfalls. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the order of FIN and RST as Linux shows it")
    void pythonsCloseWithUnreadInputIsAResetAndJavasTheEndOfTheStream() throws Exception {
        try (ExampleProcess server = new ExampleProcess(Python.lines("import socket",
                "server = socket.create_server(('127.0.0.1', 0))",
                "print('Listening on 127.0.0.1:%d' % server.getsockname()[1], flush=True)",
                "client, _ = server.accept()", "client.recv(1)", "client.close()", "server.accept()"));
                Socket client = client(OptionValues.address(server.awaitReady(DEADLINE)).getPort())) {
            client.getOutputStream().write("request".getBytes(US_ASCII));
            SocketException reset = assertThrows(SocketException.class, () -> client.getInputStream().read());
            assertEquals("Connection reset", reset.getMessage());
        }
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = client(server.getLocalPort())) {
            client.getOutputStream().write("request".getBytes(US_ASCII));
            try (Socket accepted = server.accept()) {
                accepted.getInputStream().read();
            }
            assertEquals(-1, client.getInputStream().read());
        }
    }

    /** See SixteenMillion, of pitfalls. */
    @Test
    void pythonsNativeNumberIsAnotherOneAndItsNetworkNumberIsTheSame() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExampleProcess sender = new ExampleProcess(Python.lines("import socket, struct",
                        "sender = socket.create_connection(('127.0.0.1', " + server.getLocalPort() + "))",
                        "sender.sendall(struct.pack('i', 1) + struct.pack('!i', 1))", "sender.close()"))) {
            server.setSoTimeout((int) DEADLINE.toMillis());
            try (Socket accepted = server.accept();
                    DataInputStream in = new DataInputStream(accepted.getInputStream())) {
                accepted.setSoTimeout((int) DEADLINE.toMillis());
                assertEquals(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 16_777_216 : 1, in.readInt());
                assertEquals(1, in.readInt());
            }
            assertEquals(0, sender.awaitExit(DEADLINE), () -> sender.complaints().toString());
        }
    }

    private static Socket client(int port) throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) DEADLINE.toMillis());
        return client;
    }
}
