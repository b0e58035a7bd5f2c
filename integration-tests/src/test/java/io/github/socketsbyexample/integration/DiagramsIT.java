package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.tools.Diagrams;
import io.github.socketsbyexample.tools.Pair;

/** The recorded diagrams: whether the pages and READMEs show all of them. ({@link PairsIT} tells whether they are true.) */
class DiagramsIT {

    static final String ADVICE = "; ./sockets record-diagrams writes it";

    static List<String> modules() {
        return Diagrams.modules();
    }

    /** Returns the recorded diagram of a pair. */
    static String shownDiagram(Pair pair) {
        try {
            return Diagrams.onPage(Files.readString(Diagrams.page(pair.module())), pair).orElseThrow();
        } catch (Exception e) {
            throw new AssertionError("there is no diagram of " + pair + ADVICE, e);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void pageAndReadmeShowThePairsOfTheCatalogue(String module) throws Exception {
        List<Pair> pairs = Diagrams.pairsOf(module);
        List<String> diagrams = pairs.stream().map(DiagramsIT::shownDiagram).toList();
        assertEquals(Diagrams.page(module, pairs, diagrams), Files.readString(Diagrams.page(module)), ADVICE);
        String readme = Files.readString(Diagrams.readme(module));
        assertEquals(Diagrams.withCopies(readme, pairs, diagrams), readme, ADVICE);
        assertTrue(readme.contains("docs/diagrams/" + module + ".md"), "its README has no link to its diagrams");
    }

    @Test
    void whatGoesToAnotherClientMeanwhileIsNoPartOfTheShape() {
        assertEquals(Diagrams.shape("""
                sequenceDiagram
                    S->>C1: Bob: bye\\n<br/>Bob left\\n
                    S-->>C2: FIN
                """), Diagrams.shape("""
                sequenceDiagram
                    S->>C1: Bob: bye\\n
                    S-->>C2: FIN
                    S->>C1: Bob left\\n
                """));
    }

    @Test
    void racesAreNoPartOfTheShape() {
        assertEquals(Diagrams.shape("""
                sequenceDiagram
                    C1->>S: question
                    C1-->>S: FIN
                    S->>C1: \\x01\\x02one\\n<br/>\\x01\\x02two
                    S-->>C1: FIN: closed
                """), Diagrams.shape("""
                sequenceDiagram
                    C1->>S: question
                    S->>C1: \\x01\\x04one\\n<br/>two
                    S-->>C1: FIN
                    C1-->>S: FIN: closed
                """));
    }
}
