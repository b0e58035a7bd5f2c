package io.github.socketsbyexample.tools;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets tools COMMAND}. */
public final class Tools {

    private Tools() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(Tools.class, args);
    }
}
