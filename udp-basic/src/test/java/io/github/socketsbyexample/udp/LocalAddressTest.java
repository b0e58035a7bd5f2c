package io.github.socketsbyexample.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;

@ExtendWith(NoLeaks.class)
class LocalAddressTest {

    @Test
    void theWayToThisMachineBeginsAtLoopbackAndNothingIsSentAlongIt() throws IOException {
        try (RawDatagrams destination = new RawDatagrams(); RawDatagrams other = new RawDatagrams()) {
            assertEquals("127.0.0.1", Addresses.format(LocalAddress.towards(destination.address())));
            other.send(destination.address(), "first"); // what had been sent before would have come before
            assertEquals("first", destination.receive().text());
        }
    }

    @ParameterizedTest
    @CsvSource({"10.255.255.255, 10.255.255.255:9", "10.0.0.1:53, 10.0.0.1:53", "10.0.0.1:0, 10.0.0.1:9",
            "example, example:9", "example:80, example:80", "::1, [::1]:9", "[::1], [::1]:9", "[::1]:53, [::1]:53"})
    void aDestinationNeedsNoPort(String text, String meaning) {
        assertEquals(meaning, Addresses.format(LocalAddress.destination(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", ":80", "host:", "host:http", "host:65536", "[::1", "::1]", "[host]",
            "[::1]x"})
    void whatIsNoDestinationIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> LocalAddress.destination(text));
    }

    @Test
    void aDestinationWithoutAWayIsNamed() {
        String tooLongForAName = "x".repeat(256); // no name server is asked for it
        ConnectException failure = assertThrows(ConnectException.class,
                () -> LocalAddress.towards(InetSocketAddress.createUnresolved(tooLongForAName, 9)));
        assertEquals("cannot reach " + tooLongForAName + ":9: unknown host", failure.getMessage());
    }
}
