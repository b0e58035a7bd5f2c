package io.github.socketsbyexample.integration;

import io.github.socketsbyexample.common.ModuleCommandLine;

/** The module's command line: {@code ./sockets integration-tests COMMAND}. */
public final class IntegrationTests {

    private IntegrationTests() {}

    /** Runs the command that the first argument names. */
    public static void main(String[] args) throws ReflectiveOperationException {
        ModuleCommandLine.run(IntegrationTests.class, args);
    }
}
