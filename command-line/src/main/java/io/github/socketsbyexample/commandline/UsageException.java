package io.github.socketsbyexample.commandline;

/** A command line that can't be carried out; the message, one line, tells what is wrong with it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
