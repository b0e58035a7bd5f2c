package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that is not run; the message, one line, is for the client. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final Pattern SYSTEMS_REASON = Pattern.compile("error[=:] ?([1-9][0-9]*)[, (]+([^)\n]+)");
    private static final String NO_SUCH_FILE = "2"; // ENOENT

    private final int exitCode;

    /** Is not run, as a matter of policy. */
    RefusedException(String message) {
        this(Outcome.REFUSED, message);
    }

    private RefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * Is not run because the system would not start it. Of the JDK's message, which may go on for lines about how to
     * install the JDK, only the system's own reason is kept; without one it is most likely for want of descriptors.
     */
    static RefusedException notStarted(String program, IOException e) {
        String message = String.valueOf(e.getMessage());
        Matcher reason = SYSTEMS_REASON.matcher(message);
        boolean told = reason.find();
        return new RefusedException(told && reason.group(1).equals(NO_SUCH_FILE) ? Outcome.NOT_FOUND : Outcome.REFUSED,
                "cannot start " + program + ": " + (told
                        ? reason.group(2)
                        : message.startsWith("Cannot run") ? "the server lacks descriptors or memory" : message));
    }

    /** Returns what the client is told. */
    Outcome outcome() {
        return Outcome.ended(exitCode, String.valueOf(getMessage()));
    }
}
