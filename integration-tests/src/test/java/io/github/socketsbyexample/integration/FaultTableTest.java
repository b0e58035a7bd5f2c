package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.socketsbyexample.tools.Pair.Transport;

class FaultTableTest {

    private static List<String> cells(String row) {
        return FaultTable.parse("UDP | drop | duplicate | reorder | truncate\n" + row)
                .rows()
                .getFirst()
                .cells()
                .stream()
                .map(cell -> cell + ": " + cell.expected())
                .toList();
    }

    private static void assertRefused(String reason, String table) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> FaultTable.parse(table));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void cellIsForBothDirectionsOrForEachItsOwn() {
        assertEquals(List.of(
                "drop of the question: works", "drop of the answer: works",
                "duplicate of the question: works", "duplicate of the answer: believed",
                "reorder of the question: no answer, next waits", "reorder of the answer: no answer",
                "truncate of the question: closed", "truncate of the answer: closed"),
                cells("a b | works | works / believed | no answer, next waits / no answer | closed"));
    }

    @Test
    void pairThatNoNetworkCarriesHasAReasonInsteadOfCells() {
        FaultTable.Row row = FaultTable.parse("NONE | why\na b | it sends nothing").rows().getFirst();
        assertEquals(Transport.NONE, row.transport());
        assertEquals(List.of(), row.cells());
        assertEquals(Optional.of("it sends nothing"), row.reason());
    }

    @Test
    void whatIsNoTableIsRefusedWithItsLine() {
        String heading = "UDP | drop | duplicate | reorder | truncate";
        assertRefused("the columns are not [drop, duplicate, reorder, truncate]: UDP | drop | reorder",
                "UDP | drop | reorder");
        assertRefused("2 cells, not 4: a b | works | works", heading + "\na b | works | works");
        assertRefused("a second row for the same pair: a b | works | works | works | closed",
                heading + "\na b | works | works | works | works\na b | works | works | works | closed");
        assertRefused("'fine' is none of [works, believed, chunks, depends, no answer, closed, reset, rejected]: "
                + "a b | fine | works | works | works", heading + "\na b | fine | works | works | works");
        assertRefused("slice disturbs both directions at once: a b | works / closed | ? | ? | ? | ? | ? | ? | ? | ?",
                "TCP | slice | glue | latency | stall | cut-mid-message | reset-on-connect | reset-mid-message "
                        + "| half-close-early | garbage\na b | works / closed | ? | ? | ? | ? | ? | ? | ? | ?");
    }
}
