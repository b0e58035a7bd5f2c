package io.github.socketsbyexample.common;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;

/** Text to bytes, all of it or nothing, and a peer's text made safe to print. */
public final class Texts {

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
