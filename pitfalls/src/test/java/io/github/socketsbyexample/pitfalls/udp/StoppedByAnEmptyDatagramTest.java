package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class StoppedByAnEmptyDatagramTest {

    @Test
    void brokenEndsWithTheEmptyDatagram() throws IOException {
        assertEquals(2, StoppedByAnEmptyDatagram.served(StoppedByAnEmptyDatagram::serveWhileSomethingComes));
    }

    @Test
    void fixedServesOn() throws IOException {
        assertEquals(4, StoppedByAnEmptyDatagram.served(StoppedByAnEmptyDatagram::serveUntilToldToStop));
    }
}
