package io.github.socketsbyexample.pitfalls.tcp;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.github.socketsbyexample.pitfalls.BlockingCall;

/**
 * A peer that is not Java finds two bytes before the text and odd ones in it, and a long text is not sent at all:
 * {@code writeUTF} is for Java's {@code readUTF}. Its length has two bytes, so 65535 bytes are the most, and what
 * follows is not UTF-8: an emoji becomes twice three bytes that nobody else decodes, NUL becomes {@code c0 80}.
 *
 * <pre>
 * $ ./sockets pitfall garbled-emoji
 * sent:   "hi 😀", then 70000 letters
 * broken: 00 09 68 69 20 ed a0 bd ed b8 80, then UTFDataFormatException
 * fixed:  00 00 00 07 68 69 20 f0 9f 98 80, then 70004 bytes
 * </pre>
 */
public final class GarbledEmoji {

    static final int MANY = 70_000;

    private GarbledEmoji() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   \"hi 😀\", then " + MANY + " letters");
        IO.println("broken: " + hex(sent("hi 😀", GarbledEmoji::sendAsJavaDoes)) + ", then "
                + many(GarbledEmoji::sendAsJavaDoes));
        IO.println("fixed:  " + hex(sent("hi 😀", GarbledEmoji::sendUtf8)) + ", then "
                + many(GarbledEmoji::sendUtf8));
    }

    /** How a text is sent. */
    @FunctionalInterface
    interface Sending {
        void send(String text, OutputStream out) throws IOException;
    }

    /** Returns what goes over the wire. */
    static byte[] sent(String text, Sending sending) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sending.send(text, sent);
        return sent.toByteArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String many(Sending sending) {
        String outcome = BlockingCall.outcome(() -> sent("a".repeat(MANY), sending).length + " bytes");
        return outcome.replaceFirst(": .*", ""); // the message quotes the text
    }

    /** Broken: what only Java reads. */
    static void sendAsJavaDoes(String text, OutputStream out) throws IOException {
        new DataOutputStream(out).writeUTF(text);
    }

    /** Fixed: what can be told in one sentence: a length of four bytes, and so many bytes of UTF-8. */
    static void sendUtf8(String text, OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(bytes.length);
        data.write(bytes);
    }
}
