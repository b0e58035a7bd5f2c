package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class AnswerCutByResetTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "how much of the answer survives differs")
    void brokenLosesTheRestOfTheAnswer() throws IOException {
        String got = AnswerCutByReset.whatTheClientGets(AnswerCutByReset::close);
        assertEquals("less than 100000 bytes, then SocketException: Connection reset", got);
    }

    @Test
    void fixedDeliversAllOfTheAnswer() throws IOException {
        String got = AnswerCutByReset.whatTheClientGets(AnswerCutByReset::closeInOrder);
        assertEquals("100000 bytes, then the end of the stream", got);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the JDK's order of FIN and RST as Linux shows it")
    void aShortAnswerSurvivesAndItsClientSeesAnOrderlyEnd() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            connection.client().getOutputStream().write("request".getBytes(UTF_8));
            LoopbackConnection.awaitBytes(connection.server().getInputStream(), 7);
            connection.server().getOutputStream().write("answer".getBytes(UTF_8));
            connection.server().close();
            assertEquals("answer", new String(connection.client().getInputStream().readAllBytes(), UTF_8));
            assertThrows(SocketException.class, () -> connection.client().getOutputStream().write('x')); // the RST
        }
    }
}
