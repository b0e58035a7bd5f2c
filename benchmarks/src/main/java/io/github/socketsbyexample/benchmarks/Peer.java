package io.github.socketsbyexample.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part in a benchmark.
 *
 * @param name as tables write it
 * @param house whose it is
 * @param command what starts it; a client finds its server's port where {@code {port}} stands
 * @param missing why it can't take part here, or empty
 */
record Peer(String name, House house, List<String> command, String missing) {

    /** Where a peer comes from; the color of its bars. */
    enum House {
        /** This collection. */
        OURS,
        /** Written in C for this purpose, or an old hand as curl is. */
        C,
        /** Netty. */
        NETTY,
        /** CPython's own libraries. */
        PYTHON
    }

    boolean isHere() {
        return missing.isEmpty();
    }

    /** Returns the command of a client of the server at that port. */
    List<String> command(int port) {
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace("{port}", Integer.toString(port)));
        }
        return words;
    }
}
