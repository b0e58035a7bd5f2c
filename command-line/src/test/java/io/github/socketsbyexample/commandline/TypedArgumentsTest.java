package io.github.socketsbyexample.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class TypedArgumentsTest {

    private static final String LOST = "\uFFFD\uFFFD\uFFFD"; // one character of three bytes, taken for ASCII

    private static String[] repaired(String commandLine, String... args) {
        return TypedArguments.repaired(args, commandLine.getBytes(UTF_8));
    }

    @Test
    void charactersThatTheJvmLostAreFoundAgain() {
        assertArrayEquals(new String[]{"--port", "1", "中!", ""},
                repaired("java\0-jar\0tcp-basic.jar\0echo-client\0--port\0001\0中!\0\0", "--port", "1", LOST + "!", ""));
    }

    @Test
    void argumentsThatAreNotThoseOfTheCommandLineStayAsTheyAre() {
        String[] args = {LOST, "x"};
        assertArrayEquals(args, repaired("java\0Main\0", args));
        assertArrayEquals(args, repaired("Main\0", args));
        assertArrayEquals(args, repaired("java\0Main\0中中\0y\0", args));
    }

    @Test
    void wholeArgumentsAreNotTouched() {
        String[] args = {"你好", "--port"};
        assertSame(args, TypedArguments.of(args));
    }
}
