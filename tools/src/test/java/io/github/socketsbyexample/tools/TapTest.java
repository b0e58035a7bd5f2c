package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketsbyexample.commandline.OptionValues;

class TapTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:9, 127.0.0.1, true", "localhost:9, 127.0.0.1, true", "127.0.0.1:9, localhost, true",
            "127.0.0.1:9, 0.0.0.0, true", "127.0.0.2:9, 0.0.0.0, true", "localhost:9, 0.0.0.0, true",
            "0.0.0.0:9, 0.0.0.0, true", "0.0.0.0:9, 127.0.0.1, true", "[::1]:9, ::1, true", "[::1]:9, ::, true",
            "127.0.0.1:9, ::, true", "[0:0::1]:9, ::1, true",
            "127.0.0.1:10, 127.0.0.1, false", "127.0.0.2:9, 127.0.0.1, false", "[::1]:9, 127.0.0.1, false",
            "192.0.2.1:9, 0.0.0.0, false", "192.0.2.1:9, 127.0.0.1, false", "no-such-host.invalid:9, 0.0.0.0, false"})
    void destinationIsFoundToBeTheTapItselfHoweverItIsWritten(String destination, String host, boolean itself)
            throws IOException {
        assertEquals(itself, Tap.leadsTo(OptionValues.address(destination), new InetSocketAddress(host, 9)));
    }

    @Test
    void destinationIsNotTheTapThatTakesAnyFreePort() throws IOException {
        assertFalse(Tap.leadsTo(OptionValues.address("127.0.0.1:9"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }
}
