package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.common.RunningServer;
import io.github.socketsbyexample.integration.FaultTable.Cell;
import io.github.socketsbyexample.tools.Direction;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Pair;

/**
 * Thousands of short conversations with each server (hundreds with one that starts a JVM for each), half of them under a
 * random fault out of {@link FaultMatrixIT}'s table: nothing leaks, and what was answered has been dealt with. Not part
 * of the build (CONTRIBUTING.md tells how to run it); the seed and the time can be given, and the seed is printed.
 */
@Tag("endurance")
@Execution(ExecutionMode.SAME_THREAD) // one server after another gets the machine
@Timeout(value = 2, unit = TimeUnit.HOURS)
@EnabledOnOs(value = OS.LINUX, disabledReason = "what a process holds is read from /proc")
class EnduranceIT {

    private static final Duration TIME = OptionValues.time(System.getProperty("endurance.time", "5m"));
    private static final long SEED = Long.getLong("endurance.seed", System.nanoTime());

    private static final int CLIENTS = 8; // at the same time
    private static final int WARM_UP = 500; // conversations before anything is measured: the JVM fills its caches
    private static final long MOST_GROWTH_BYTES = 512 << 10; // of the live heap: half a KiB for each of 1000 conversations
    private static final Duration PATIENCE = Duration.ofSeconds(10); // over UDP, lost datagrams are sent again after 1/31 of it
    private static final Duration IN_VAIN = Duration.ofMillis(50); // where no answer can come
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MOST_COMPLAINTS = 20;

    /** A question that they disturb is not printed in one line, or not as it was asked. */
    private static final Set<Fault> MUTILATING = EnumSet.of(Fault.SLICE, Fault.STALL, Fault.CUT_MID_MESSAGE,
            Fault.RESET_MID_MESSAGE, Fault.HALF_CLOSE_EARLY, Fault.GARBAGE, Fault.TRUNCATE);

    static List<Pair> pairs() {
        return FaultMatrixIT.pairs();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void nothingLeaksAndNothingThatWasAnsweredIsLost(Pair pair, @TempDir Path folder) throws Exception {
        try (ExampleProcess server = FaultMatrixIT.start(pair, folder)) {
            Run run = new Run(pair, FaultMatrixIT.address(server));
            ProcessHandle process = server.process().toHandle();
            long share = TIME.toNanos() / pairs().size();
            run.converse(WARM_UP, System.nanoTime() + share / 4);
            long liveBefore = liveBytes(server);
            Footprint before = Footprint.of(process); // jcmd has left its socket there
            run.converse(Integer.MAX_VALUE, System.nanoTime() + share);
            assertEquals(Map.of(), Footprint.leftOver(process, before, DEADLINE), "left over");
            long growth = liveBytes(server) - liveBefore;
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE));
            System.out.printf("%s: %d conversations, %d answered, live heap %+d KiB, seed %d%n", pair, run.begun.get(),
                    run.answered.get(), growth >> 10, SEED);
            run.assertAsExpected(server.printed());
            assertTrue(growth <= MOST_GROWTH_BYTES, () -> "the live heap has grown by " + growth + " bytes");
            assertEquals(List.of(), server.complaints()
                    .stream()
                    .filter(line -> line.matches("\\s+at .*|.*(Exception in thread|please report it).*"))
                    .toList());
        }
    }

    /** Returns how much of the heap a full collection leaves. */
    private static long liveBytes(ExampleProcess server) throws Exception {
        assertTrue(server.process().isAlive(), () -> "the server has ended: " + server.complaints());
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try (ExampleProcess histogram = new ExampleProcess(
                List.of(jcmd, Long.toString(server.process().pid()), "GC.class_histogram"))) {
            assertEquals(0, histogram.awaitExit(DEADLINE), () -> histogram.complaints().toString());
            String[] total = histogram.printed().getLast().split(" +", -1);
            assertEquals("Total", total[0]);
            return Long.parseLong(total[2]);
        }
    }

    /** All conversations with one server. */
    private static final class Run {

        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        private final Pair pair;
        private final InetSocketAddress server;
        private final ShortConversation conversation;
        private final List<Cell> cells;
        private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        Run(Pair pair, InetSocketAddress server) {
            this.pair = pair;
            this.server = server;
            this.conversation = ShortConversation.with(pair);
            this.cells = FaultMatrixIT.TABLE.row(pair).orElseThrow().cells();
        }

        /** Converses until so many conversations have begun, or until a time as {@link System#nanoTime} tells it. */
        void converse(int most, long end) throws InterruptedException {
            try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.execute(() -> {
                        while (begun.get() < most && System.nanoTime() < end
                                && wrong.size() < MOST_COMPLAINTS) {
                            converse(begun.incrementAndGet());
                        }
                    });
                }
            }
        }

        private void converse(int number) {
            SplittableRandom random = new SplittableRandom(SEED + number); // unlike Random, any seed for any number
            String text = "endurance-" + number;
            try {
                if (random.nextBoolean()) {
                    ask(server, PATIENCE, text, true, true, "undisturbed");
                } else {
                    disturbed(text, cells.get(random.nextInt(cells.size())), SEED + number);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                wrong.add(text + ": " + e);
            }
        }

        private void disturbed(String text, Cell cell, long seed) throws IOException {
            ClientOutcome expected = cell.expected().client();
            boolean whole = !(cell.directions().contains(Direction.TO_SERVER) && MUTILATING.contains(cell.fault()));
            try (RunningServer way = FaultMatrixIT.disturb(pair.transport(), cell, server, seed)) {
                ask(way.address(), expected == ClientOutcome.NO_ANSWER ? IN_VAIN : PATIENCE, text, whole,
                        expected == ClientOutcome.WORKS, cell.toString());
            }
        }

        private void ask(InetSocketAddress address, Duration patience, String text, boolean whole, boolean works,
                String how) {
            boolean right = false;
            String reason = "another answer";
            try {
                right = conversation.asking().ask(address, patience, text);
            } catch (IOException e) {
                reason = e.toString();
            }
            if (right) {
                answered.incrementAndGet();
                if (whole) {
                    conversation.printed().ifPresent(line -> acknowledged.add(line.replace("{text}", text)));
                }
            } else if (works) {
                wrong.add(text + ", " + how + ": " + reason);
            }
        }

        void assertAsExpected(List<String> printed) {
            Set<String> lines = new HashSet<>(printed);
            printed.forEach(line -> lines.add(line.substring(line.indexOf(' ') + 1))); // after an address
            List<String> lost = acknowledged.stream().filter(line -> !lines.contains(line)).toList();
            assertEquals(List.of(), List.copyOf(wrong), "should have been answered, seed " + SEED);
            assertEquals(List.of(), lost, "answered, and not printed, seed " + SEED);
        }
    }
}
