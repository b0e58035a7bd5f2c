package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class AddressClientTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 65_507})
    void aTextOfAnySizeIsAnsweredWithTheClientsAddress(int size) throws IOException {
        try (RunningServer server = new RunningServer(
                new AddressServer(RunningServer.ANY_PORT, DatagramSettings.DEFAULT))) {
            byte[] answer = AddressClient.ask(server.address(), Duration.ofSeconds(20), new byte[size]);
            String text = new String(answer, UTF_8);
            assertTrue(text.matches("Hello \\('127\\.0\\.0\\.1', [0-9]{1,5}\\)"), text);
        }
    }
}
