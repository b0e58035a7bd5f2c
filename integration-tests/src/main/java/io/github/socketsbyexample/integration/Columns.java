package io.github.socketsbyexample.integration;

import java.util.ArrayList;
import java.util.List;

/** Text in columns of a terminal, where a Chinese character takes two and a combining one none. */
final class Columns {

    private Columns() {}

    /** Returns how many columns a text takes; it must hold no control characters. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** Terminals agree on the blocks below (East Asian Width W and F, Unicode annex 11), which is most of what is wide. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f // Hangul Jamo
                || c >= 0x2e80 && c <= 0xa4cf && c != 0x303f // Chinese, Japanese, Yi
                || c >= 0xac00 && c <= 0xd7a3 // Hangul
                || c >= 0xf900 && c <= 0xfaff || c >= 0xfe30 && c <= 0xfe6f // compatibility forms
                || c >= 0xff00 && c <= 0xff60 || c >= 0xffe0 && c <= 0xffe6 // full width
                || c >= 0x1f300 && c <= 0x1f64f || c >= 0x1f900 && c <= 0x1f9ff // pictures
                || c >= 0x20000 && c <= 0x3fffd; // more Chinese
        return wide ? 2 : 1;
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
}
