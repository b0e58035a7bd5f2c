package io.github.socketsbyexample.tools;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a program printed with what it shall print, line by line. In an expected line {@code <server>} and
 * {@code <client>} stand for an address, {@code <port>} for a port number, {@code <path>} for an absolute path,
 * {@code <number>} for any whole number, {@code <time>} for a time as C's ctime writes it, {@code <date>} for one as
 * HTTP does; all else for itself.
 */
public final class Transcript {

    private static final String ADDRESS = "(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:]+\\]):[0-9]{1,5}";
    private static final String TIME = "[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}";
    private static final String DATE = "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT";
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "server", ADDRESS,
            "client", ADDRESS,
            "port", "[0-9]{1,5}",
            "path", "/[^ ]+",
            "number", "[0-9]+",
            "time", TIME,
            "date", DATE);
    private static final Pattern PLACEHOLDER = Pattern.compile("<(" + String.join("|", PLACEHOLDERS.keySet()) + ")>");

    private Transcript() {}

    /** Returns the first difference in words, or nothing when there is none. */
    public static Optional<String> difference(List<String> expected, List<String> printed) {
        for (int i = 0; i < Math.max(expected.size(), printed.size()); i++) {
            if (i == expected.size()) {
                return Optional.of("line " + (i + 1) + " is too many: '" + printed.get(i) + "'");
            }
            if (i == printed.size()) {
                return Optional.of("line " + (i + 1) + " is missing: '" + expected.get(i) + "'");
            }
            if (!pattern(expected.get(i)).matcher(printed.get(i)).matches()) {
                return Optional.of("line " + (i + 1) + " is '" + printed.get(i) + "' instead of '" + expected.get(i)
                        + "'");
            }
        }
        return Optional.empty();
    }

    /** Returns a text that was printed or sent with its addresses, ports and times replaced as in an expected line. */
    public static String withPlaceholders(String text) {
        return text.replaceAll("\\('127\\.0\\.0\\.1', [0-9]+\\)", "('127.0.0.1', <port>)")
                .replaceAll("(?:127\\.0\\.0\\.1|\\[::1\\]):[0-9]+", "<address>")
                .replaceAll(TIME, "<time>")
                .replaceAll(DATE, "<date>");
    }

    private static Pattern pattern(String expected) {
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(expected);
        int end = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(expected.substring(end, placeholder.start())));
            regex.append(PLACEHOLDERS.get(placeholder.group(1)));
            end = placeholder.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(expected.substring(end))).toString());
    }
}
