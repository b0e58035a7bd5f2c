package io.github.socketsbyexample.commandline;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a terminal shows what is printed, for each stream. Java can only tell whether standard input and standard
 * output are both one, so where the system says what a stream is (Linux), that is asked first.
 */
public final class Terminals {

    private Terminals() {}

    /** Returns whether a terminal shows standard output. */
    public static boolean showStandardOutput() {
        return show(1);
    }

    /** Returns whether a terminal shows standard error. */
    public static boolean showStandardError() {
        return show(2);
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never return null, JDK 25 does again
    private static boolean show(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
