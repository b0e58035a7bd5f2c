package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.threaded.Design;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.PairRun;

/** The document's pairs of threaded-server with each of its designs, through the command line: nobody can tell them apart. */
class DesignsIT {

    static Stream<Arguments> designs() {
        List<Pair> pairs = Catalogue.PAIRS.stream()
                .filter(pair -> pair.module().equals("threaded-server"))
                .filter(pair -> !pair.server().command().contains("selector")) // the same pair as the one before it
                .filter(pair -> !pair.name().equals("chat")) // its bounds are a part of it, so it has one design
                .toList();
        return Arrays.stream(Design.values())
                .flatMap(design -> pairs.stream().map(pair -> Arguments.of(design, pair)));
    }

    @ParameterizedTest
    @MethodSource("designs")
    void everyDesignPrintsWhatTheCatalogueSays(Design design, Pair pair) throws Exception {
        assertEquals(Optional.empty(), new PairRun(withDesign(pair, design)).run((end, line) -> {}));
    }

    private static Pair withDesign(Pair pair, Design design) {
        return new Pair(pair.module(), pair.name(), pair.document(), pair.shows(),
                pair.server().saying("--design=" + design), pair.client());
    }
}
