package io.github.socketsbyexample.commandline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** What somebody may have meant who misspelled a name. */
public final class NearMatches {

    private static final int MOST_MATCHES = 5;
    private static final int LONGEST_NAME = 64; // nothing that exists is longer, and comparing would take long

    private NearMatches() {}

    /** Returns {@code "; did you mean A, B?"} with the candidates spelled most like the name, or nothing when none is. */
    public static String of(String name, Collection<String> candidates) {
        return question(nearest(name, candidates.stream()));
    }

    /** Returns the candidates that are spelled like the name, the nearest first. */
    static Stream<String> nearest(String name, Stream<String> candidates) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(
                name.length() < 4 ? 1 : Math.max(2, name.length() / 3));
        ToIntFunction<String> edits = candidate -> distance.apply(name.toLowerCase(Locale.ROOT),
                candidate.toLowerCase(Locale.ROOT));
        return candidates.filter(candidate -> name.length() <= LONGEST_NAME)
                .filter(candidate -> edits.applyAsInt(candidate) >= 0) // -1: farther
                .sorted(Comparator.comparingInt(edits).thenComparing(Comparator.naturalOrder()));
    }

    /** Asks whether one of them was meant, if there are any. */
    static String question(Stream<String> nearest) {
        String few = nearest.distinct().limit(MOST_MATCHES).collect(Collectors.joining(", "));
        return few.isEmpty() ? "" : "; did you mean " + few + "?";
    }
}
