package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.Diagrams;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.PairRun;

/**
 * Each pair of the catalogue from its jars, through the command line: what both ends print, their exit codes, and what
 * goes over the wire between them.
 */
class PairsIT {

    static final List<Pair> PAIRS = Catalogue.PAIRS;

    @ParameterizedTest
    @FieldSource("PAIRS")
    void bothEndsPrintWhatTheCatalogueSaysAndSendWhatIsDrawn(Pair pair) throws Exception {
        if (pair.transport().isNetwork()) {
            String today = Diagrams.record(pair); // fails where an end prints something else
            assertEquals(Diagrams.shape(DiagramsIT.shownDiagram(pair)), Diagrams.shape(today),
                    pair + DiagramsIT.ADVICE);
        } else {
            assertEquals(Optional.empty(), new PairRun(pair).run((end, line) -> {}));
        }
    }

    @Test
    void everyCommandOfEveryModuleIsInTheCatalogue() throws Exception {
        Set<String> shown = Catalogue.PAIRS.stream()
                .flatMap(pair -> pair.ends()
                        .stream()
                        .map(end -> end.module() + " " + end.command().getFirst()))
                .collect(Collectors.toSet());
        Set<String> offered = Commands.ofModulesBuilt()
                .stream()
                .filter(command -> !command.startsWith("tools "))
                .filter(command -> !command.endsWith(" pitfall")) // PitfallsIT runs each
                .collect(Collectors.toSet());
        assertEquals(offered, shown);
    }
}
