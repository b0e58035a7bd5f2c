package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class NameTakenForAnAddressTest {

    @Test
    void brokenLooksANameUp() throws IOException {
        assertTrue(NameTakenForAnAddress.lookedUp("localhost").isLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.l", "0x7f.1", ""})
    void fixedTakesNoNames(String text) {
        assertThrows(IllegalArgumentException.class, () -> NameTakenForAnAddress.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1"})
    void fixedTakesAddressesOfBothKinds(String text) {
        assertTrue(NameTakenForAnAddress.read(text).isLoopbackAddress());
    }

    @Test
    void aNumberAloneIsAnAddressToBoth() throws IOException {
        assertEquals("0.0.0.1", NameTakenForAnAddress.lookedUp("1").getHostAddress());
        assertEquals("0.0.0.1", NameTakenForAnAddress.read("1").getHostAddress());
    }
}
