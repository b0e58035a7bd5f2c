package io.github.socketsbyexample.exec;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets remote-exec COMMAND}. */
public final class RemoteExec {

    private RemoteExec() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(RemoteExec.class, args);
    }
}
