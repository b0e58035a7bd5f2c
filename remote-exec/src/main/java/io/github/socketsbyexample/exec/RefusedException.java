package io.github.socketsbyexample.exec;

/** A command that is not run; the message, one line, is for the client. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Is not run, as a matter of policy. */
    RefusedException(String message) {
        this(Outcome.REFUSED, message);
    }

    RefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns what the client is told. */
    Outcome outcome() {
        return Outcome.ended(exitCode, String.valueOf(getMessage()));
    }
}
