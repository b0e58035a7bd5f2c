package io.github.socketsbyexample.benchmarks;

import java.io.IOException;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;

/** Lists what is measured, with whom, and who can't take part on this machine. Run: {@code ./sockets benchmarks list} */
public final class Listing {

    private Listing() {}

    /** Lists it from the command line. */
    public static void main(String[] args) {
        Program.task(Listing.class).run(args, Listing::list);
    }

    private static void list(Arguments arguments) throws IOException {
        for (Scenario scenario : new Suite(new Toolchain(false), false).scenarios()) {
            System.out.printf("%-12s %s (%s)%n", scenario.name(), scenario.title(), scenario.unit());
            System.out.printf("%-12s   %s%n", "",
                    String.join(", ", scenario.present().stream().map(Peer::name).toList()));
            for (Peer peer : scenario.missing()) {
                System.out.printf("%-12s   missing: %s (%s)%n", "", peer.name(), peer.missing());
            }
        }
    }
}
