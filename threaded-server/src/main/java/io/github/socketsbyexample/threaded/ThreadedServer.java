package io.github.socketsbyexample.threaded;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets threaded-server COMMAND}. */
public final class ThreadedServer {

    private ThreadedServer() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(ThreadedServer.class, args);
    }
}
