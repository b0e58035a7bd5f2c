package io.github.socketsbyexample.integration;

import java.util.Arrays;
import java.util.Locale;

/** How a client may end when the network has done something to its conversation, in the words of the table. */
@SuppressWarnings("ImmutableEnumChecker") // a Predicate that is a lambda without state
enum ClientOutcome {

    /** Exit code 0, and the output is the catalogue's. */
    WORKS,
    /** Exit code 0, but another output: nothing in the protocol tells a client that this is not what was sent. */
    BELIEVED,
    /** Exit code 0, and the output depends on where the network cut: the protocol takes each chunk for a message. */
    CHUNKS,
    /**
     * Works, or an answer to a part of the question: the server takes what its first read returns for all of it, or a
     * space that came alone for the end. A system resets a connection that is closed before all that has arrived is
     * read, so that may come instead of any answer; and where one thread writes, what the other reads is then the end.
     */
    DEPENDS,
    /** Exit code 1: nothing, or not enough, came within the client's timeout. */
    NO_ANSWER,
    /** Exit code 1: the connection ended in good order, but too early. */
    CLOSED,
    /** Exit code 1: the connection was reset; the system's words depend on what the client was doing then. */
    RESET,
    /** Exit code 1: what came is none of the protocol's answers. */
    REJECTED;

    private static final String RESET_WORDS = ".*(Connection reset|Connection reset by peer|Broken pipe)";

    /** Returns whether a run ended so; one that failed said so in a single line that names the address. */
    boolean describes(ClientRun run) {
        boolean succeeded = run.exit() == 0 && run.complaints().isEmpty();
        boolean failed = run.exit() == 1 && run.complaint().contains(run.address());
        return switch (this) {
            case WORKS -> succeeded && run.printedAllAndNothingElse();
            case BELIEVED -> succeeded && !run.printedAllAndNothingElse();
            case CHUNKS -> succeeded;
            case DEPENDS -> succeeded || CLOSED.describes(run) || RESET.describes(run);
            case NO_ANSWER -> failed && run.complaint().matches(".*no .* from " + run.address() + " within [0-9]+ms");
            case CLOSED -> failed && run.complaint().contains("connection closed");
            case RESET -> failed && run.complaint().matches(RESET_WORDS);
            case REJECTED -> failed && !NO_ANSWER.describes(run) && !CLOSED.describes(run) && !RESET.describes(run);
        };
    }

    /** Returns the outcome that a word of the table stands for. */
    static ClientOutcome named(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is none of " + Arrays.toString(values())));
    }

    /** Returns the word that the table uses. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
