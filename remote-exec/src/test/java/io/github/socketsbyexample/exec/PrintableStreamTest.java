package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;

class PrintableStreamTest {

    @Test
    void controlCharactersAreShownAndCharactersStayWhole() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        PrintStream out = new PrintableStream(new PrintStream(terminal, true, UTF_8));
        byte[] text = "a\u001b[2J中\n".getBytes(UTF_8);
        for (byte b : text) {
            out.write(b);
        }
        out.write(text, 0, text.length);
        assertEquals("a\\x1b[2J中\na\\x1b[2J中\n", terminal.toString(UTF_8));
    }
}
