package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class BodyThatNeverComesTest {

    @Test
    void brokenWaitsForABodyThatHeadHasNot() throws IOException {
        assertEquals("still blocked", BodyThatNeverComes.outcome(new BodyThatNeverComes.Head("HEAD", 200, 4), "",
                BodyThatNeverComes::asLongAsItSays, BodyThatNeverComes.PATIENCE));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304", "GET, 204", "GET, 103"})
    void fixedKnowsWhichAnswersHaveNone(String method, int status) throws IOException {
        assertEquals("0 bytes", BodyThatNeverComes.outcome(new BodyThatNeverComes.Head(method, status, 4), "",
                BodyThatNeverComes::ifThereIsOne, LoopbackConnection.DEADLINE));
    }

    @Test
    void fixedReadsThoseThatHaveOne() throws IOException {
        assertEquals("4 bytes", BodyThatNeverComes.outcome(new BodyThatNeverComes.Head("GET", 200, 4), "page",
                BodyThatNeverComes::ifThereIsOne, LoopbackConnection.DEADLINE));
    }
}
