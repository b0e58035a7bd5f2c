package io.github.socketsbyexample.pitfalls.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs programs of POSIX")
class ShellInjectionTest {

    @Test
    void brokenRunsTheClientsCommand() throws IOException {
        assertEquals(List.of("hello x", "INJECTED"),
                ShellInjection.output(ShellInjection.byShell("x; echo INJECTED")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x; echo INJECTED", "$(echo INJECTED)", "`echo INJECTED`", "x && echo INJECTED", "'\"\\"})
    void fixedTakesEveryTextForAName(String name) throws IOException {
        assertEquals(List.of("hello " + name), ShellInjection.output(ShellInjection.byArgument(name)));
    }
}
