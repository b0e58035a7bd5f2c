package io.github.socketsbyexample.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

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

    /** See GarbledEmoji, of pitfalls. */
    @Test
    void pythonFindsNoUtf8InWhatWriteUtfSendsAndDoesAfterALengthOfFourBytes() throws Exception {
        try (ExampleProcess reader = new ExampleProcess(Python.lines("import socket",
                "server = socket.create_server(('127.0.0.1', 0))",
                "print('Listening on 127.0.0.1:%d' % server.getsockname()[1], flush=True)",
                "client, _ = server.accept()", "sent = client.makefile('rb')", "for bytes_of_length in 2, 4:",
                "    length = int.from_bytes(sent.read(bytes_of_length), 'big')",
                "    print(length, ascii(sent.read(length).decode('utf-8', 'replace')))"))) {
            int port = OptionValues.address(reader.awaitReady(DEADLINE)).getPort();
            try (Socket client = client(port);
                    DataOutputStream out = new DataOutputStream(client.getOutputStream())) {
                out.writeUTF("\uD83D\uDE00");
                byte[] utf8 = "\uD83D\uDE00".getBytes(UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            assertEquals(0, reader.awaitExit(DEADLINE), () -> reader.complaints().toString());
            assertEquals(List.of("6 '" + "\\ufffd".repeat(6) + "'", "4 '\\U0001f600'"),
                    reader.printed().subList(1, 3));
        }
    }

    private static Socket client(int port) throws Exception {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) DEADLINE.toMillis());
        return client;
    }
}
