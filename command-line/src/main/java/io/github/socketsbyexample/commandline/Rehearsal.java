package io.github.socketsbyexample.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * A module's programs talking to each other within one JVM, so that its {@link StartUpCache} can keep what they load. A
 * step is a command with its arguments; a server's goes on while the next ones run, which find its port in their
 * {@code {port}}.
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
            String[] words = step.strip().replace("{port}", port).split(" ");
            if (words[0].endsWith("server")) {
                Thread.ofPlatform().daemon().start(() -> run(module, words));
                String address = addresses.readLine();
                port = address.substring(address.lastIndexOf(':') + 1);
            } else {
                run(module, words);
            }
        }
        System.exit(0); // the servers stop, as on a signal
    }

    private static void run(Method module, String[] words) {
        try {
            module.invoke(null, (Object) words);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
