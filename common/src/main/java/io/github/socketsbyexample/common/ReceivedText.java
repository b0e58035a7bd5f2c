package io.github.socketsbyexample.common;

import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Shows what one peer sends as text: a line for each chunk read. A chunk that begins or ends inside a character was cut
 * there by the network, so the next one goes on in its line; every other chunk gets a line of its own. Control
 * characters are escaped ({@link Texts#printable}). One instance a connection, one thread at a time.
 */
public final class ReceivedText implements AutoCloseable {

    private static final int SHOWN_CHARS = 1024; // of a chunk: a GiB shall pass without filling the screen

    private final PrintStream out;
    private final String prefix;
    private final StreamDecoder decoder;
    private boolean lineOpen;

    /** Shows text on standard output, each line after {@code prefix}. */
    public ReceivedText(String prefix, Charset charset) {
        this(System.out, prefix, charset);
    }

    ReceivedText(PrintStream out, String prefix, Charset charset) {
        this.out = out;
        this.prefix = prefix;
        this.decoder = new StreamDecoder(charset);
    }

    /** Shows one chunk: its beginning and its size, if it is long. */
    public void show(byte[] bytes, int length) {
        boolean cut = decoder.insideCharacter();
        String text = decoder.decode(bytes, 0, length);
        cut |= decoder.insideCharacter();
        if (text.length() > SHOWN_CHARS) {
            text = text.substring(0, SHOWN_CHARS) + "... (" + length + " bytes)";
        }
        if (lineOpen && !cut) {
            out.println();
            lineOpen = false;
        }
        out.print((lineOpen ? "" : prefix) + Texts.printable(text) + (cut ? "" : System.lineSeparator()));
        lineOpen = cut;
    }

    /** Ends the text: half a character that never got its rest shows as U+FFFD, and an open line ends. */
    @Override
    public void close() {
        String text = decoder.end();
        if (lineOpen || !text.isEmpty()) {
            out.println((lineOpen ? "" : prefix) + text);
        }
    }
}
