package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class LostInTheRestartTest {

    @Test
    void brokenCutsARequestThatIsBeingWorkedOn() throws IOException {
        assertEquals("no answer", LostInTheRestart.answerDuring(LostInTheRestart::interruptAll));
    }

    @Test
    void fixedLetsItEnd() throws IOException {
        assertEquals("\"done\"", LostInTheRestart.answerDuring(
                (listener, handlers) -> LostInTheRestart.stopInOrder(listener, handlers, LostInTheRestart.GRACE)));
    }

    @Test
    void fixedCutsAnIdleClientAfterTheGraceAndRefusesNewOnes() throws Exception {
        ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket idle = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            handlers.execute(() -> BlockingCall.outcome(() -> accepted.getInputStream().read()));
            idle.setSoTimeout((int) LoopbackConnection.DEADLINE.toMillis());
            SocketAddress address = listener.getLocalSocketAddress();
            LostInTheRestart.stopInOrder(listener, handlers, Duration.ofMillis(50));
            assertEquals(-1, idle.getInputStream().read());
            try (Socket late = new Socket()) {
                assertThrows(ConnectException.class,
                        () -> late.connect(address, (int) LoopbackConnection.DEADLINE.toMillis()));
            }
        } finally {
            handlers.close();
        }
    }
}
