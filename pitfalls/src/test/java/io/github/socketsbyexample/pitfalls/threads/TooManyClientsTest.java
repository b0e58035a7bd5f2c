package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class TooManyClientsTest {

    @Test
    void brokenTalksToAsManyAsCome() throws IOException {
        TooManyClients.Crowd crowd = TooManyClients.crowd(TooManyClients::serveEverybody);
        assertTrue(crowd.atOnce() > TooManyClients.MOST_CLIENTS, crowd.toString());
    }

    @Test
    void fixedTalksToAFewAtATimeAndServesAll() throws IOException {
        assertEquals(new TooManyClients.Crowd(TooManyClients.MOST_CLIENTS, TooManyClients.CLIENTS),
                TooManyClients.crowd(TooManyClients::serveSome));
    }
}
