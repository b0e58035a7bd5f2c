package io.github.socketsbyexample.benchmarks;

import java.io.IOException;

/** A server that did not answer as it has to: whatever it is fast at, it is not this. */
final class WrongAnswerException extends IOException {

    private static final long serialVersionUID = 1;

    WrongAnswerException(String message) {
        super(message);
    }
}
