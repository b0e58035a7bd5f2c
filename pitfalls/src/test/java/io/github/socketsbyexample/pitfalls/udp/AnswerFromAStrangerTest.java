package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class AnswerFromAStrangerTest {

    @Test
    void brokenTakesTheStrangersAnswer() throws IOException {
        assertEquals("forged", AnswerFromAStranger.answerTaken(AnswerFromAStranger::listenToAnybody));
    }

    @Test
    void fixedHearsTheServerOnly() throws IOException {
        assertEquals("genuine", AnswerFromAStranger.answerTaken(AnswerFromAStranger::listenToTheServer));
    }
}
