package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class StillAnsweringTest {

    @Test
    void brokenGoesOnWithThoseWhoAreConnected() throws IOException {
        assertEquals("\"hello\", handler still running", StillAnswering.afterwards(StillAnswering::stopAccepting));
    }

    @Test
    void fixedEndsConversationsAndThreads() throws IOException {
        assertEquals("no answer, handler ended", StillAnswering.afterwards(StillAnswering::stopAltogether));
    }
}
