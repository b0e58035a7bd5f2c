package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.NearMatches;
import io.github.socketsbyexample.commandline.Program;

/**
 * Runs every pair of the {@link Catalogue}, each end its own process, on free ports, and shows as it happens what both
 * print and what goes over the wire. Run: {@code ./sockets demo [MODULE]}
 */
public final class Demo {

    private Demo() {}

    /** Runs the demo from the command line. */
    public static void main(String[] args) {
        Program.task(Demo.class).operands("[MODULE]", 1).run(args, Demo::show);
    }

    private static void show(Arguments arguments) throws IOException {
        List<String> modules = Catalogue.PAIRS.stream().map(Pair::module).distinct().toList();
        String module = arguments.operand("");
        arguments.check(module.isEmpty() || modules.contains(module),
                "there are no pairs in '" + module + "'" + NearMatches.of(module, modules));
        List<Pair> pairs = Catalogue.PAIRS.stream()
                .filter(pair -> module.isEmpty() || pair.module().equals(module))
                .toList();
        long begin = System.nanoTime();
        DemoScreen screen = new DemoScreen(System.out, Terminal.ofThisProgram());
        screen.legend();
        int failed = 0;
        for (int i = 0; i < pairs.size(); i++) {
            screen.begin(pairs.get(i), i + 1, pairs.size());
            Optional<String> wrong = run(pairs.get(i), screen);
            screen.end(wrong.orElse(""));
            failed += wrong.isPresent() ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "%d pairs, %d as expected, %d not, in %.1f s%n", pairs.size(),
                pairs.size() - failed, failed, (System.nanoTime() - begin) / 1e9);
        if (failed > 0) {
            throw new IOException(failed + " of " + pairs.size() + " pairs did not go as expected");
        }
    }

    private static Optional<String> run(Pair pair, DemoScreen screen) {
        try {
            return new PairRun(pair).observedBy(screen::wire).run(screen::line);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
