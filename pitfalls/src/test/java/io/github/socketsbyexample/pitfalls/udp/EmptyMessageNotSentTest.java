package io.github.socketsbyexample.pitfalls.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackDatagrams;

@ExtendWith(NoLeaks.class)
class EmptyMessageNotSentTest {

    @Test
    void brokenSendsNothing() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            EmptyMessageNotSent.sendEmptyConnected(sockets.sender(), sockets.receiver().getLocalSocketAddress());
            sockets.send("next".getBytes(UTF_8));
            assertEquals(4, EmptyMessageNotSent.lengthReceived(sockets.receiver()));
        }
    }

    @Test
    void fixedSendsAMessageOfNoBytes() throws IOException {
        try (LoopbackDatagrams sockets = LoopbackDatagrams.open()) {
            EmptyMessageNotSent.sendEmptyUnconnected(sockets.sender(), sockets.receiver().getLocalSocketAddress());
            assertEquals(0, EmptyMessageNotSent.lengthReceived(sockets.receiver()));
        }
    }
}
