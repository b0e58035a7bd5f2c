package io.github.socketsbyexample.tools;

import java.util.ArrayList;
import java.util.List;

/** Text in columns of a terminal, where a Chinese character takes two and a combining one none. */
public final class Columns {

    /** Blocks that terminals agree on (East Asian Width W and F, Unicode annex 11): most of what is wide. */
    private static final int[][] WIDE = {
            {0x1100, 0x115f}, // Hangul Jamo
            {0x2e80, 0xa4cf}, // Chinese, Japanese, Yi
            {0xac00, 0xd7a3}, // Hangul
            {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, // compatibility forms
            {0xff00, 0xff60}, {0xffe0, 0xffe6}, // full width
            {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, // pictures
            {0x20000, 0x3fffd}}; // more Chinese

    private Columns() {}

    /** Returns how many columns a text takes; it must hold no control characters. */
    public static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] block : WIDE) {
            if (block[0] <= c && c <= block[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** Returns the text in exactly so many columns: filled with spaces, or cut with three dots at its end. */
    static String fit(String text, int columns) {
        int width = width(text);
        if (width <= columns) {
            return text + " ".repeat(columns - width);
        }
        String cut = columns < 5 ? "" : wrap(text, columns - 3).getFirst();
        return cut + ".".repeat(columns - width(cut));
    }

    /** Cuts a text into pieces of at most so many columns, at least two; an empty text is one empty piece. */
    static List<String> wrap(String text, int columns) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int width = 0;
        for (int c : text.codePoints().toArray()) {
            if (width + width(c) > columns) {
                pieces.add(piece.toString());
                piece.setLength(0);
                width = 0;
            }
            piece.appendCodePoint(c);
            width += width(c);
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** Cuts a text between words into lines of at most so many columns; a word that is longer stays whole. */
    static List<String> wrapWords(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (!lines.isEmpty() && width(lines.getLast()) + 1 + width(word) <= columns) {
                lines.set(lines.size() - 1, lines.getLast() + " " + word);
            } else {
                lines.add(word);
            }
        }
        return lines;
    }
}
