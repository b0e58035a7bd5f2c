package io.github.socketsbyexample.exec;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * Bytes on their way to a terminal, as text in which a command's control characters can't take the terminal over. A
 * character that is split over two writes comes out whole. One thread at a time.
 */
final class PrintableStream extends OutputStream {

    private final PrintStream terminal;
    private final StreamDecoder decoder = new StreamDecoder(StandardCharsets.UTF_8);

    private PrintableStream(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Returns a stream that shows what is written to it on a terminal. */
    static PrintStream on(PrintStream terminal) {
        return new PrintStream(new PrintableStream(terminal), true, StandardCharsets.UTF_8);
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
}
