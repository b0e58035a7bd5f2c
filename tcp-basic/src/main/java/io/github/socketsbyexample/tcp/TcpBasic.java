package io.github.socketsbyexample.tcp;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets tcp-basic COMMAND}. */
public final class TcpBasic {

    private TcpBasic() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(TcpBasic.class, args);
    }
}
