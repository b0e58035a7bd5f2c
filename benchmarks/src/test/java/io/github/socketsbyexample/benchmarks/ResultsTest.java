package io.github.socketsbyexample.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Medians, ratios, tables and pictures, from figures that are made up. */
class ResultsTest {

    private static final Peer FIRST = new Peer("C epoll", Peer.House.C, List.of("first"), "");
    private static final Peer SECOND = new Peer("a < b & c", Peer.House.OURS, List.of("second"), "");
    private static final Peer MISSING = new Peer("Fortran", Peer.House.PYTHON, List.of("third"), "no one writes it");

    private static Results results(double... secondRates) {
        Results results = new Results(Scenario.of("echo-64", "An echo", Unit.REQUESTS, List.of(FIRST, SECOND, MISSING),
                Probe.ServerUnderLoad.of("echo")));
        double firstRate = 1000;
        for (double rate : secondRates) {
            results.add(FIRST, figures(firstRate, 0.5, 1));
            results.add(SECOND, figures(rate, 1, 0.5));
            firstRate *= 2;
        }
        return results;
    }

    private static Figures figures(double rate, double loadCpu, double serverCpu) {
        return new Figures(rate, 10, 20, 30, 0.9, loadCpu, serverCpu, 5, 2048, 0, Double.NaN);
    }

    @Test
    void ratioIsTakenRoundByRound() {
        Results.Spread ratio = results(500, 3000, 4000).ratio(SECOND); // of 1000, 2000, 4000
        assertEquals(new Results.Spread(1, 0.5, 1.5), ratio);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Results.Spread.of(List.of(4.0, 1.0, 2.0, 3.0, Double.NaN)).median());
    }

    @Test
    void tableLeavesOutWhatNobodyHasAndNamesWhoIsMissing() {
        Table table = new Table(results(500, 3000, 4000));
        assertEquals(List.of("", "requests/s", "x C epoll", "p50 µs", "p99 µs", "p99.9 µs", "slowest", "CPU µs each",
                "memory MiB", "load's CPU"),
                List.of(table.text().getFirst().replaceFirst("^ +", "|").replaceAll(" {2,}", "|").split("\\|")));
        assertTrue(table.text().getLast().matches(" +a < b & c +3,000\\* +1\\.00 \\(0\\.50-1\\.50\\) .*"),
                table.text().getLast());
        assertEquals(
                List.of("* the load generator was busier than this server, which can do more: compare its CPU time",
                        "left out: Fortran (no one writes it)"),
                table.notes());
    }

    @Test
    void failedPeerIsLeftOutWithItsReason() {
        Results results = results(500);
        results.fail(SECOND, "byte 5 is wrong");
        assertEquals(List.of(FIRST), results.measured());
        assertTrue(new Table(results).notes().contains("left out: a < b & c (byte 5 is wrong)"));
        assertTrue(results.hasFailed());
    }

    @Test
    void picturesAreXml() throws Exception {
        Document bars = parse(Charts.bars(results(500, 3000, 4000)));
        assertTrue(bars.getDocumentElement().getTextContent().contains("a < b & c"));
        List<Results> growing = List.of(results(500), results(600), results(800));
        Document lines = parse(Charts.growth("Growth", growing, List.of("1", "10", "100"), Set.of(FIRST.name())));
        assertEquals(1, lines.getElementsByTagName("polyline").getLength());
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void reportReplacesFiguresAndKeepsWhatAPersonWrote() {
        String first = Report.replaced("# Title\n\n", Report.BEGIN + "old" + Report.END) + "What it means\n";
        assertEquals("# Title\n\n" + Report.BEGIN + "new" + Report.END + "\nWhat it means\n",
                Report.replaced(first, Report.BEGIN + "new" + Report.END));
    }

    @Test
    void sectionsOfAnEarlierRunAreFound() {
        assertEquals(Map.of("Echo", "| table |\n\nwords", "Churn", "more"), Report.sections("# Title\n### Mine\n"
                + Report.BEGIN + "\n\nmachine\n\n### Echo\n\n| table |\n\nwords\n\n### Churn\n\nmore\n\n"
                + Report.END));
        assertEquals(Map.of(), Report.sections("# Title\n### Mine\n"));
    }

    @Test
    void jobIsReadAsItWasWritten() {
        Job job = Job.parse(List.of("echo", "connections=3", "rate=5", "say=a\\040\\000\\n\\\\'", "expect=\\377",
                "to=127.0.0.1:5"));
        assertEquals(job, Job.parse(job.words()));
    }
}
