package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class StaleBytesTest {

    @Test
    void brokenShowsTheEndOfTheEarlierDatagram() throws IOException {
        assertEquals("hicret", StaleBytes.allOfTheBuffer(StaleBytes.received("secret", "hi")));
    }

    @Test
    void fixedShowsWhatWasReceivedLast() throws IOException {
        assertEquals("hi", StaleBytes.whatWasReceived(StaleBytes.received("secret", "hi")));
        assertEquals("longer", StaleBytes.whatWasReceived(StaleBytes.received("hi", "longer")));
    }
}
