package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.Reports;

/** What the server says about a connection that goes wrong. */
@ExtendWith(NoLeaks.class)
class ClientConnectionTest {

    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Reports reports = new Reports();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private ServerSocket listener;
    private RawPeer client;
    private String name;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = RawPeer.connect((InetSocketAddress) listener.getLocalSocketAddress());
        name = Addresses.format(client.socket().getLocalSocketAddress());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        listener.close();
        timer.shutdownNow();
    }

    private ClientConnection accepted() throws IOException {
        return new ClientConnection(listener.accept(), null, timer, reports.log());
    }

    @Test
    void aResetIsNoWarning() throws IOException {
        try (ClientConnection connection = accepted()) {
            client.reset();
            IOException e = assertThrows(IOException.class, connection.secured(IDLE).getInputStream()::read);
            connection.report(e);
        }
        assertEquals(List.of(), reports.lines());
    }

    @Test
    void whatAReportQuotesOfTheClientCanNotForgeALine() throws IOException {
        try (ClientConnection connection = accepted()) {
            connection.report(new IOException("a\nConnected by 10.0.0.1\u001b[2J\u202e"));
        }
        assertEquals(List.of(name + ": a\\nConnected by 10.0.0.1\\x1b[2J\\u202e"), reports.lines());
    }

    @Test
    void aBugIsReportedInOneLine() throws IOException {
        try (ClientConnection connection = accepted()) {
            connection.report(new IllegalStateException("oh"));
        }
        assertEquals(List.of(name + ": unexpected failure, please report it: java.lang.IllegalStateException: oh"),
                reports.lines());
    }

    @Test
    void whatComesOfOurOwnClosingIsNot() throws IOException {
        try (ClientConnection connection = accepted()) {
            assertThrows(IOException.class, () -> connection.resultWithin(Duration.ofMillis(50), "waiting",
                    connection.secured(IDLE).getInputStream()::read));
            connection.report(new IOException("Socket closed"));
        }
        assertEquals(List.of(), reports.lines());
    }
}
