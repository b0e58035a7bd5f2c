package io.github.socketsbyexample.http;

import io.github.socketsbyexample.commandline.ModuleCommandLine;

/** The module's command line: {@code ./sockets http-fetch COMMAND}. */
public final class HttpFetch {

    private HttpFetch() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(HttpFetch.class, args);
    }
}
