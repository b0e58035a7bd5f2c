package io.github.socketsbyexample.exec;

import org.junit.jupiter.params.provider.MethodSource;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link CommandPolicyTest} with what Jazzer thinks of: {@code mvn -Pfuzz test}. */
class CommandPolicyFuzz {

    @MethodSource("io.github.socketsbyexample.exec.CommandPolicyTest#commands")
    @FuzzTest // last: Jazzer wants it so
    void anything(byte[] command) {
        new CommandPolicyTest().anythingIsRefusedOrRunsAProgramOfTheListAndNothingIsAddedToIt(command);
    }
}
