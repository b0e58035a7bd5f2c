package io.github.socketsbyexample.exec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what a client's bytes run as: the argument list of a program, or nothing. With a shell anything goes. With a
 * list of allowed programs there is no shell: the line is split at white space, {@code '...'} and {@code "..."} hold
 * white space together, and every other character, {@code ; | $ * \} too, stands for itself. The first word must be one
 * of the names, which the server's PATH finds; a path is none. What an allowed program can be told to do is allowed too:
 * {@code env}, {@code find} or {@code tar} on the list run any program.
 */
final class CommandPolicy {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** The charset in which the JVM hands arguments to programs; what it doesn't have would arrive as '?'. */
    private static final Charset ARGUMENTS = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final Set<String> allowed; // empty: a shell
    private final Charset arguments;

    CommandPolicy(Set<String> allowed, Charset arguments) {
        this.allowed = allowed;
        this.arguments = arguments;
    }

    /** Every command, through a shell. */
    static CommandPolicy shell() {
        return new CommandPolicy(Set.of(), ARGUMENTS);
    }

    /**
     * Only these programs, without a shell.
     *
     * @param names separated by commas
     * @throws IllegalArgumentException if one of them is no plain name
     */
    static CommandPolicy allowing(String names) {
        Set<String> allowed = new LinkedHashSet<>();
        for (String name : names.split(",", -1)) {
            if (name.isEmpty() || !name.matches("[^/\\\\\\s'\"]+")) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a program (without a path)");
            }
            allowed.add(name);
        }
        return new CommandPolicy(allowed, ARGUMENTS);
    }

    /**
     * Returns the program that a command is, and its arguments.
     *
     * @throws RefusedException if it may not be run, or can't be run as it was meant
     */
    List<String> argumentsOf(byte[] command) throws RefusedException {
        String line = text(command);
        if (allowed.isEmpty()) {
            return WINDOWS ? List.of("cmd", "/c", line) : List.of("/bin/sh", "-c", line);
        }
        List<String> words = split(line);
        if (words.isEmpty() || !allowed.contains(words.getFirst())) {
            throw new RefusedException("only these programs may be run: " + String.join(", ", allowed));
        }
        return words;
    }

    private String text(byte[] command) throws RefusedException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(command)).toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException("the command is not UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw new RefusedException("the command contains a zero byte");
        }
        if (!arguments.newEncoder().canEncode(text)) {
            throw new RefusedException("the server's locale (" + arguments.name()
                    + ") lacks a character of the command; LC_ALL=C.UTF-8 has them all");
        }
        return text;
    }

    /** Returns whether these are the arguments of a POSIX shell and a command for it. */
    static boolean isShell(List<String> arguments) {
        return arguments.size() == 3 && arguments.getFirst().equals("/bin/sh");
    }

    private static List<String> split(String line) throws RefusedException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false; // a word may be empty: ''
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
                begun = true;
            } else if (quote != 0 || !Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (quote != 0) {
            throw new RefusedException("a quote is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
