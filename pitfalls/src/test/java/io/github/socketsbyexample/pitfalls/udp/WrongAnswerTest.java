package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class WrongAnswerTest {

    @Test
    void brokenIsBehindByOneFromTheDuplicateOn() throws IOException {
        assertEquals("to question 1 \"answer 1\", to question 2 \"answer 1\"",
                WrongAnswer.answers(WrongAnswer::nextAnswer));
    }

    @Test
    void fixedDropsTheDuplicate() throws IOException {
        assertEquals("to question 1 \"answer 1\", to question 2 \"answer 2\"",
                WrongAnswer.answers(WrongAnswer::answerTo));
    }
}
