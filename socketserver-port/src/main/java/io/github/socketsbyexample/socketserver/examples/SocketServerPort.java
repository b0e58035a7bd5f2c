package io.github.socketsbyexample.socketserver.examples;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets socketserver-port COMMAND}. */
public final class SocketServerPort {

    private SocketServerPort() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(SocketServerPort.class, args);
    }
}
