package io.github.socketsbyexample.pitfalls.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SilentHandlerTest {

    @Test
    void brokenReportsNothing() throws IOException {
        assertEquals("nothing", SilentHandler.reported(SilentHandler::submit));
    }

    @Test
    void fixedReportsTheException() throws IOException {
        assertEquals("IllegalStateException: no such account", SilentHandler.reported(SilentHandler::execute));
    }
}
