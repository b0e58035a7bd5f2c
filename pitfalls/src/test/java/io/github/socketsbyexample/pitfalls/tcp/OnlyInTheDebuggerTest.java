package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class OnlyInTheDebuggerTest {

    @Test
    void brokenTakesWhatIsThereForAllOfIt() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            InputStream in = connection.server().getInputStream();
            assertEquals("", OnlyInTheDebugger.whileAvailable(in)); // quicker than the sender
            connection.client().getOutputStream().write("he".getBytes(UTF_8));
            LoopbackConnection.awaitBytes(in, 2);
            assertEquals("he", OnlyInTheDebugger.whileAvailable(in));
        }
    }

    @Test
    void fixedWaitsForTheEnd() throws IOException {
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            BlockingCall reading = BlockingCall.at(
                    () -> OnlyInTheDebugger.toTheEnd(connection.server().getInputStream()));
            for (String part : new String[]{"he", "llo"}) {
                assertEquals("still blocked", reading.outcome(Duration.ofMillis(10)));
                connection.client().getOutputStream().write(part.getBytes(UTF_8));
            }
            assertEquals("still blocked", reading.outcome(Duration.ofMillis(10)));
            connection.client().shutdownOutput();
            assertEquals("hello", reading.outcome(LoopbackConnection.DEADLINE));
        }
    }
}
