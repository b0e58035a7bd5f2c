package io.github.socketsbyexample.udp;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets udp-basic COMMAND}. */
public final class UdpBasic {

    private UdpBasic() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(UdpBasic.class, args);
    }
}
