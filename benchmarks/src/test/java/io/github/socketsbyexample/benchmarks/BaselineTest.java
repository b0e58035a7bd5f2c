package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketsbyexample.benchmarks.Baseline.Figure;

/** What counts as a change, and what as noise. */
class BaselineTest {

    private static final Figure BEFORE = new Figure(10, 0.5, 1000);

    @ParameterizedTest
    @CsvSource({
            "10.0, 0.5, 1000, ''",
            "9.2, 0.1, 1000, ''", // beyond both errors, but within what another day does
            "8.0, 2.0, 1000, ''", // within the errors
            "8.0, 0.5, 1000, '-20 % throughput'",
            "15, 0.5, 1000, '+50 % throughput'",
            "10, 0.5, 1010, ''",
            "10, 0.5, 1016, '+16 bytes allocated'",
            "20, 0.5, 900, '+100 % throughput, -100 bytes allocated'"})
    void changeIsWhatNoiseDoesNotExplain(double throughput, double error, double bytes, String change) {
        assertEquals(change, new Figure(throughput, error, bytes).changeFrom(BEFORE));
    }

    @Test
    void fileIsReadAsItWasWritten() throws IOException {
        Baseline baseline = Baseline.read(List.of("# words", "a.b/64 10.5 0.25 96", "c.d 0.001 0.0001 1234567"));
        assertEquals(baseline.lines(), Baseline.read(baseline.lines()).lines());
        assertEquals(3, baseline.lines().size());
    }

    @Test
    void newBenchmarkIsCalledNew() throws IOException {
        Baseline now = Baseline.read(List.of("a 10 1 16", "b 20 1 16"));
        List<String> compared = now.comparedWith(Baseline.read(List.of("a 30 1 16")));
        assertEquals(List.of("-67 % throughput", "new"),
                compared.stream().skip(1).map(line -> line.replaceAll(".* {2}(?=\\S)", "")).toList());
    }

    @Test
    void lineThatIsNoneIsNamed() {
        assertEquals("'a 10 1' is no line of a baseline",
                assertThrows(IOException.class, () -> Baseline.read(List.of("a 10 1"))).getMessage());
    }
}
