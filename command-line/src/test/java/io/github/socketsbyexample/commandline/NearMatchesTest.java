package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class NearMatchesTest {

    @Test
    void nearestCandidateComesFirst() {
        assertEquals("; did you mean echo-client, echo-agent?",
                NearMatches.of("echo-clent",
                        List.of("greeting-client", "echo-agent", "echo-server", "echo-client")));
    }
}
