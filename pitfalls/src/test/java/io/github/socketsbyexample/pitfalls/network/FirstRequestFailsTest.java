package io.github.socketsbyexample.pitfalls.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith({OnHosts.class, NoLeaks.class})
class FirstRequestFailsTest {

    @Test
    void brokenIsResetAndFixedIsAnsweredOverANewConnection() throws IOException {
        try (TwoHosts hosts = new TwoHosts();
                DistantConnection first = DistantConnection.open(hosts);
                DistantConnection second = DistantConnection.open(hosts);
                ServerSocket listener = DistantConnection.listen(hosts)) {
            FirstRequestFails.losePower(hosts, first, second);
            BlockingCall server = BlockingCall.at(() -> FirstRequestFails.answerOne(listener));
            SocketException broken = assertThrows(SocketException.class,
                    () -> FirstRequestFails.askAsBefore(first.client()));
            assertEquals("Connection reset", broken.getMessage());
            assertEquals("answer to request a", FirstRequestFails.askOnceMore(second.client(),
                    () -> DistantConnection.connect(hosts, listener)));
            assertEquals("true", server.outcome(LoopbackConnection.DEADLINE));
        }
    }

    @Test
    void fixedUsesTheKeptConnectionWhileItIsGood() throws IOException {
        try (TwoHosts hosts = new TwoHosts(); DistantConnection kept = DistantConnection.open(hosts)) {
            kept.server().getOutputStream().write('b');
            assertEquals("answer to request b", FirstRequestFails.askOnceMore(kept.client(), () -> {
                throw new IOException("another connection was not needed");
            }));
        }
    }
}
