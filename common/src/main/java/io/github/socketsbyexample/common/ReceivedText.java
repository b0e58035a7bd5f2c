package io.github.socketsbyexample.common;

import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Shows what one peer sends as text: a line for each chunk read. A chunk that begins or ends inside a character was cut
 * there by the network, so the next one goes on in its line; every other chunk gets a line of its own. Control
 * characters are escaped ({@link Texts#printable}). One instance a connection, one thread at a time.
 */
public final class ReceivedText implements AutoCloseable {

    private final PrintStream out;
    private final String prefix;
    private final int mostChars;
    private final StreamDecoder decoder;
    private boolean lineOpen;

    /** Shows all of the text on standard output, each line after {@code prefix}. */
    public ReceivedText(String prefix, Charset charset) {
        this(prefix, charset, Integer.MAX_VALUE);
    }

    /**
     * Shows the text on standard output.
     *
     * @param prefix what each line begins with
     * @param mostChars how much of a chunk is shown; a longer one ends in its size instead
     */
    public ReceivedText(String prefix, Charset charset, int mostChars) {
        this(System.out, prefix, charset, mostChars);
    }

    ReceivedText(PrintStream out, String prefix, Charset charset, int mostChars) {
        this.out = out;
        this.prefix = prefix;
        this.mostChars = mostChars;
        this.decoder = new StreamDecoder(charset);
    }

    /** Shows one chunk. */
    public void show(byte[] bytes, int length) {
        boolean cut = decoder.insideCharacter();
        String text = decoder.decode(bytes, 0, length);
        cut |= decoder.insideCharacter();
        if (text.length() > mostChars) {
            text = text.substring(0, mostChars) + "... (" + length + " bytes)";
        }
        if (cut && text.isEmpty()) {
            return;
        }
        if (lineOpen && !cut) {
            out.println();
            lineOpen = false;
        }
        out.print((lineOpen ? "" : prefix) + Texts.printable(text) + (cut ? "" : System.lineSeparator()));
        out.flush();
        lineOpen = cut;
    }

    /** Ends the text: half a character that never got its rest shows as U+FFFD, and an open line ends. */
    @Override
    public void close() {
        String text = decoder.end();
        if (lineOpen || !text.isEmpty()) {
            out.println((lineOpen ? "" : prefix) + text);
            lineOpen = false;
        }
    }
}
