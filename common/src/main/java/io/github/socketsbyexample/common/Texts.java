package io.github.socketsbyexample.common;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Charsets by name, text to bytes, and a peer's text made safe to print. */
public final class Texts {

    private static final int MOST_MATCHES = 5;
    private static final int LONGEST_NAME = 64; // nothing that exists is longer, and comparing would take long

    private Texts() {}

    /**
     * Looks a charset up by one of its names, in any case.
     *
     * @throws IllegalArgumentException if there is none of that name, naming those that are spelled nearly so, or if it
     *         can only be read
     */
    public static Charset charset(String name) {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            Stream<String> names = Charset.availableCharsets()
                    .values()
                    .stream()
                    .filter(Charset::canEncode)
                    .flatMap(c -> Stream.concat(Stream.of(c.name()), c.aliases().stream()));
            Stream<String> near = near(name, names).map(n -> Charset.forName(n).name());
            throw new IllegalArgumentException("unknown charset '" + name + "'" + didYouMean(near), e);
        }
        if (!charset.canEncode()) {
            throw new IllegalArgumentException("charset '" + name + "' can be read but not written");
        }
        return charset;
    }

    /** Returns {@code "; did you mean A, B?"} with the candidates spelled most like the name, or nothing when none is. */
    public static String nearMatches(String name, Collection<String> candidates) {
        return didYouMean(near(name, candidates.stream()));
    }

    private static Stream<String> near(String name, Stream<String> candidates) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(
                name.length() < 4 ? 1 : Math.max(2, name.length() / 3));
        ToIntFunction<String> edits = candidate -> distance.apply(name.toLowerCase(Locale.ROOT),
                candidate.toLowerCase(Locale.ROOT));
        return candidates.filter(candidate -> name.length() <= LONGEST_NAME)
                .filter(candidate -> edits.applyAsInt(candidate) >= 0) // -1: farther
                .sorted(Comparator.comparingInt(edits).thenComparing(Comparator.naturalOrder()));
    }

    private static String didYouMean(Stream<String> near) {
        String few = near.distinct().limit(MOST_MATCHES).collect(Collectors.joining(", "));
        return few.isEmpty() ? "" : "; did you mean " + few + "?";
    }

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
     * Makes a peer's text safe for a terminal: control characters other than line feed and tab, which could move the
     * cursor or forge a line, come out as {@code \r} or {@code \x1b}.
     */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isISOControl(c) || c == '\n' || c == '\t') {
                safe.append(c);
            } else {
                safe.append(c == '\r' ? "\\r" : "\\x" + HexFormat.of().toHexDigits((byte) c));
            }
        }
        return safe.toString();
    }
}
