package io.github.socketsbyexample.benchmarks;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets benchmarks COMMAND}. */
public final class Benchmarks {

    private Benchmarks() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(Benchmarks.class, args);
    }
}
