package io.github.socketsbyexample.pitfalls.exec;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A client runs commands of its own although it may only name a thing: its text goes to a shell, which takes a
 * semicolon, a dollar sign or a backtick for its own. To escape them is a list that is never complete; an argument that
 * no shell sees needs none.
 *
 * <pre>
 * $ ./sockets pitfall shell-injection
 * sent:   "x; echo INJECTED" as the name to greet
 * broken: "hello x" "INJECTED"
 * fixed:  "hello x; echo INJECTED"
 * </pre>
 */
public final class ShellInjection {

    private ShellInjection() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"x; echo INJECTED\" as the name to greet");
        IO.println("broken: " + lines(byShell("x; echo INJECTED")));
        IO.println("fixed:  " + lines(byArgument("x; echo INJECTED")));
    }

    private static String lines(ProcessBuilder command) throws IOException {
        return output(command).stream().collect(Collectors.joining("\" \"", "\"", "\""));
    }

    static List<String> output(ProcessBuilder command) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (BufferedReader out = process.inputReader()) {
            return out.readAllLines();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Broken: the name becomes part of a program. */
    static ProcessBuilder byShell(String name) {
        return new ProcessBuilder("sh", "-c", "echo hello " + name);
    }

    /** Fixed: the name is one argument, whatever it holds. (A name such as {@code -n} is still an option to some.) */
    static ProcessBuilder byArgument(String name) {
        return new ProcessBuilder("echo", "hello", name);
    }
}
