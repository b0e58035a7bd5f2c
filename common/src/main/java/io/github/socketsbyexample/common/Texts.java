package io.github.socketsbyexample.common;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text to bytes, all of it or nothing, and a peer's text made safe to print. */
public final class Texts {

    private static final String UNSEEN_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"; // and marks

    private Texts() {}

    /**
     * Encodes text, all of it or nothing.
     *
     * @throws IllegalArgumentException naming the first character that the charset does not have
     */
    public static byte[] encode(String text, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException e) {
            String missing = text.codePoints()
                    .filter(c -> !charset.newEncoder().canEncode(Character.toString(c)))
                    .mapToObj(c -> "'%s' (U+%04X)".formatted(printable(Character.toString(c)), c))
                    .findFirst()
                    .orElse("character of this text");
            throw new IllegalArgumentException("charset " + charset.name() + " has no " + missing, e);
        }
    }

    /**
     * Makes a peer's text safe to print as a part of one line: what could move the cursor, begin a line or turn the
     * direction of writing round comes out as {@code \n}, {@code \x1b} or {@code \u202e}. That is every control
     * character but the tab, the line separators, what is invisible (category Cf, and fillers), and what is no character.
     */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (UNSEEN_LETTERS.indexOf(c) >= 0 ? Character.FORMAT : Character.getType(c)) {
                case Character.CONTROL -> safe.append(control((char) c));
                case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                    safe.append(c <= 0xffff ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static String control(char c) {
        return switch (c) {
            case '\t' -> "\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "\\x" + HexFormat.of().toHexDigits((byte) c);
        };
    }

    /** Makes text of many lines safe to print, such as a command's output: as {@link #printable}, but lines stay lines. */
    public static String printableLines(String text) {
        return Stream.of(text.split("\n", -1)).map(Texts::printable).collect(Collectors.joining("\n"));
    }
}
