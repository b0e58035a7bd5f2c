package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.PairRun;

/** Each pair with one end replaced by a CPython program that was written for the same protocol, both ways round. */
class WireCompatIT {

    static final List<Pair> PAIRS = Catalogue.PAIRS.stream().filter(pair -> pair.ends().size() == 2).toList();
    static final List<Pair> ALONE = Catalogue.over(Pair.Transport.NONE);

    @BeforeEach
    void requirePython() {
        Python.require();
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void ourServerAnswersCPythonsClient(Pair pair) throws Exception {
        PairRun run = new PairRun(pair).withClient(Python.counterpart(pair.client().module(), pair.client().command()));
        assertEquals(Optional.empty(), run.run((end, line) -> {}));
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void cPythonsServerAnswersOurClient(Pair pair) throws Exception {
        PairRun run = new PairRun(pair)
                .withForeignServer(Python.counterpart(pair.server().module(), pair.server().command()));
        assertEquals(Optional.empty(), run.run((end, line) -> {}));
    }

    @ParameterizedTest
    @FieldSource("ALONE")
    void cPythonsCounterpartPrintsTheSame(Pair program) throws Exception {
        PairRun run = new PairRun(program).withClient(Python.counterpart(program.module(), program.client().command()));
        assertEquals(Optional.empty(), run.run((end, line) -> {}));
    }
}
