package io.github.socketsbyexample.tools;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What standard output is.
 *
 * @param columns how wide it is; {@value #NARROW} where nobody can say, as with a file
 * @param colour whether it shows colours and its reader wants them
 */
public record Terminal(int columns, boolean colour) {

    /** The width that everything is readable at. */
    public static final int NARROW = 80;

    private static final long STTY_SECONDS = 2; // it answers at once, or is not what we take it for

    /** Looks at standard output and the environment. */
    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never return null, JDK 25 does again
    static Terminal ofThisProgram() {
        Console console = System.console();
        boolean interactive = console != null && console.isTerminal();
        return of(interactive, System.getenv(), interactive ? stty() : "");
    }

    /** Decides: {@code size} is what {@code stty size} printed, rows and columns. */
    static Terminal of(boolean interactive, Map<String, String> environment, String size) {
        if (!interactive) {
            return new Terminal(NARROW, false);
        }
        String columns = environment.getOrDefault("COLUMNS", size.strip().replaceFirst(".* ", ""));
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty() // no-color.org
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : NARROW, colour);
    }

    /** Shells keep COLUMNS to themselves; where there is no stty, as on Windows, the answer is empty. */
    private static String stty() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = stty.getInputStream()) {
                boolean ended = stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS);
                return ended ? new String(out.readAllBytes(), StandardCharsets.US_ASCII) : "";
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
