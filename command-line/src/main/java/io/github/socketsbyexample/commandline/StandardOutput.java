package io.github.socketsbyexample.commandline;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output: in UTF-8, written line by line; and whether all of it was. */
public final class StandardOutput {

    private StandardOutput() {}

    /** Makes it UTF-8, whatever the system's charset is. */
    public static void useUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }

    /** Returns whether anything that was printed could not be written, and says so on standard error. */
    public static boolean isLost() {
        boolean lost = System.out.checkError(); // a PrintStream keeps failures to itself until asked
        if (lost) {
            System.err.println("cannot write standard output: the disk is full, or nobody reads it any more");
        }
        return lost;
    }
}
