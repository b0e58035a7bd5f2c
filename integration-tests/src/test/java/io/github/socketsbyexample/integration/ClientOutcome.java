package io.github.socketsbyexample.integration;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/** How a client may end when the network has done something to its conversation, in the words of the table. */
@SuppressWarnings("ImmutableEnumChecker") // a Predicate that is a lambda without state
enum ClientOutcome {

    /** Exit code 0, and the output is the catalogue's. */
    WORKS(run -> succeeded(run) && run.printedAllAndNothingElse()),
    /** Exit code 0, but another output: nothing in the protocol tells a client that this is not what was sent. */
    BELIEVED(run -> succeeded(run) && !run.printedAllAndNothingElse()),
    /** Exit code 0, and the output depends on where the network cut: the protocol takes each chunk for a message. */
    CHUNKS(ClientOutcome::succeeded),
    /** Works, or an answer to a part of the question: the server takes what its first read returns for all of it. */
    DEPENDS(run -> succeeded(run) || (failed(run) && run.complaint().contains("connection closed"))),
    /** Exit code 1: nothing, or not enough, came within the client's timeout. */
    NO_ANSWER(run -> failed(run) && run.complaint().matches(".*no .* from " + run.address() + " within [0-9]+ms")),
    /** Exit code 1: the connection ended in good order, but too early. */
    CLOSED(run -> failed(run) && run.complaint().contains("connection closed")),
    /** Exit code 1: the connection was reset; the system's words depend on what the client was doing then. */
    RESET(run -> failed(run) && run.complaint().matches(".*(Connection reset|Connection reset by peer|Broken pipe)")),
    /** Exit code 1: what came is none of the protocol's answers. */
    REJECTED(run -> failed(run) && !NO_ANSWER.describes(run) && !CLOSED.describes(run) && !RESET.describes(run));

    private final Predicate<ClientRun> description;

    ClientOutcome(Predicate<ClientRun> description) {
        this.description = description;
    }

    private static boolean succeeded(ClientRun run) {
        return run.exit() == 0 && run.complaints().isEmpty();
    }

    private static boolean failed(ClientRun run) {
        return run.exit() == 1 && run.complaint().contains(run.address());
    }

    /** Returns whether a run ended so. */
    boolean describes(ClientRun run) {
        return description.test(run);
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
