package io.github.socketsbyexample.pitfalls.exec;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A command's output is garbled where it is not English: the program writes in the charset of its own system (GBK on a
 * Chinese Windows), and the reader takes it for UTF-8, which is Java's default since 18 whatever the system's is.
 *
 * <pre>
 * $ ./sockets pitfall garbled-output
 * sent:   a command that prints "中" as a Chinese Windows does, in GBK: d6 d0
 * broken: "��"
 * fixed:  "中"
 * </pre>
 */
public final class GarbledOutput {

    static final String SYSTEM_CHARSET = "GBK"; // there: System.getProperty("native.encoding")

    private GarbledOutput() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a command that prints \"中\" as a Chinese Windows does, in GBK: d6 d0");
        IO.println("broken: \"" + inJavasCharset(start()) + '"');
        IO.println("fixed:  \"" + inItsOwnCharset(start(), SYSTEM_CHARSET) + '"');
    }

    /** A program that takes this machine for a Chinese Windows. */
    static Process start() throws IOException {
        return new ProcessBuilder("printf", "\\326\\320").start();
    }

    /** Broken: Java's own default. */
    static String inJavasCharset(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Fixed: the charset that programs on this system write in. ({@code Process.inputReader()} takes it by itself.) */
    static String inItsOwnCharset(Process process, String systemCharset) throws IOException {
        return new String(process.getInputStream().readAllBytes(), Charset.forName(systemCharset));
    }
}
