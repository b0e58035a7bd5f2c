package io.github.socketsbyexample.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A module's programs talking to each other within one JVM, so that its {@link StartUpCache} can keep what they load. A
 * step is a command with its arguments; a server's goes on while the next ones run, which find its port in their
 * {@code {port}}. One that shall fail has its exit code before it.
 */
final class Rehearsal {

    private Rehearsal() {}

    /**
     * Runs the steps. Standard input names the address of each server, once that listens.
     *
     * @param args the module's main class, and the steps' words, with {@code ;} between two steps
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Method module = Class.forName(args[0]).getMethod("main", String[].class);
        BufferedReader addresses = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String port = "";
        for (String step : String.join(" ", args).substring(args[0].length()).split(";", -1)) {
            String[] words = step.strip().replace("{port}", port).split(" ", -1);
            Program.expected = words[0].matches("[0-9]") ? Integer.parseInt(words[0]) : 0;
            String[] command = Program.expected == 0 ? words : Arrays.copyOfRange(words, 1, words.length);
            if (command[0].endsWith("server")) {
                Thread.ofPlatform().daemon().start(() -> run(module, command));
                String address = addresses.readLine();
                port = address.substring(address.lastIndexOf(':') + 1);
            } else {
                run(module, command);
            }
        }
        System.exit(0); // the servers stop, as on a signal
    }

    private static void run(Method module, String[] command) {
        try {
            module.invoke(null, (Object) command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
