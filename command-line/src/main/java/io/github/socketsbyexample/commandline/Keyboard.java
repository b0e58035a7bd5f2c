package io.github.socketsbyexample.commandline;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Lines from standard input: typed after a prompt where that is a terminal, otherwise read as UTF-8 without a prompt,
 * so that a script gets the answers and nothing else.
 */
public final class Keyboard {

    private final BufferedReader lines;
    private final String prompt;

    /** Reads standard input, which stays open. */
    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never return null, JDK 25 does again
    public Keyboard(String prompt) {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            this.lines = new BufferedReader(new InputStreamReader(System.in, console.charset()));
            this.prompt = prompt;
        } else {
            InputStream input = isClosed() ? InputStream.nullInputStream() : System.in;
            this.lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            this.prompt = "";
        }
    }

    /** Whether standard input was closed when the JVM began, whose own first file has its number then (Linux tells). */
    private static boolean isClosed() {
        try {
            return Files.isSameFile(Path.of("/proc/self/fd/0"),
                    Path.of(System.getProperty("java.home"), "lib", "modules"));
        } catch (IOException e) {
            return false; // there is no such thing here
        }
    }

    /**
     * Returns the next line without its end, or null at the end of input.
     *
     * @throws IOException also if the line is longer than there is memory for
     */
    public @Nullable String readLine() throws IOException {
        System.out.print(prompt);
        System.out.flush();
        try {
            return lines.readLine();
        } catch (OutOfMemoryError e) { // the input's trouble, and nobody else's: what was read of the line is gone
            throw new IOException("standard input: a line too long for the memory", e);
        }
    }
}
