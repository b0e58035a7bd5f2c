package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class AnswerThrownAwayTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "how much of the answer survives differs")
    void brokenLosesTheRestOfTheAnswer() throws IOException {
        assertEquals("less than 100000 bytes, then SocketException: Connection reset",
                AnswerThrownAway.whatTheClientGets(AnswerThrownAway::abort));
    }

    @Test
    void fixedDeliversAllOfTheAnswer() throws IOException {
        assertEquals("100000 bytes, then the end of the stream",
                AnswerThrownAway.whatTheClientGets(AnswerThrownAway::close));
    }
}
