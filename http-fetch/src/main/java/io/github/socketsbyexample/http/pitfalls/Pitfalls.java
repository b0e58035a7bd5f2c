package io.github.socketsbyexample.http.pitfalls;

import io.github.socketsbyexample.common.ModuleCommandLine;

/** The module's pitfalls on the command line: {@code ./sockets http-fetch pitfall NAME}. */
public final class Pitfalls {

    private Pitfalls() {}

    /** Shows the pitfall that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(Pitfalls.class, args);
    }
}
