package io.github.socketsbyexample.commandline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program's arguments as they were typed. Where the environment names no charset, as in many containers, the JVM takes
 * arguments for ASCII and makes U+FFFD of every other byte; Linux still has the bytes, and they are UTF-8.
 */
final class TypedArguments {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline"); // each word ends with a zero byte

    private TypedArguments() {}

    /** Returns the arguments, those repaired that can be. */
    static String[] of(String[] args) {
        if (String.join("", args).indexOf('\uFFFD') < 0) {
            return args;
        }
        try {
            return repaired(args, Files.readAllBytes(COMMAND_LINE));
        } catch (IOException e) {
            return args; // no such system
        }
    }

    static String[] repaired(String[] args, byte[] commandLine) {
        String[] words = new String(commandLine, StandardCharsets.UTF_8).split("\0", -1);
        int before = words.length - 1 - args.length; // the JVM's own; nothing follows the last zero byte
        String[] repaired = args.clone();
        for (int i = Math.max(0, -before); i < args.length; i++) {
            String word = words[before + i];
            if (asTheJvmReadIt(word).equals(args[i])) {
                repaired[i] = word;
            }
        }
        return repaired;
    }

    private static String asTheJvmReadIt(String word) {
        return new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII);
    }
}
