package io.github.socketsbyexample.exec;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * Bytes on their way to a terminal, as text in which a command's control characters can't take the terminal over. A
 * character that is split over two writes comes out whole. One thread at a time.
 */
final class PrintableStream extends PrintStream {

    private final PrintStream terminal;
    private final StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);

    /** Shows on a terminal what is written to it. */
    PrintableStream(PrintStream terminal) {
        super(terminal, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    @Override
    public void write(int b) {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        terminal.print(Texts.printableLines(decoder.decode(bytes, offset, length)));
        terminal.flush();
    }

    /** Ends one command's output: half a character that never got its rest shows as U+FFFD. */
    void end() {
        terminal.print(decoder.end());
        terminal.flush();
    }
}
