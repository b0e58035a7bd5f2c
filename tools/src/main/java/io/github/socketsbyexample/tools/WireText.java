package io.github.socketsbyexample.tools;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * The bytes of conversations as text that can do no harm where it is shown. A character whose bytes come in two chunks
 * of a stream shows with the second, and half a character that ends a stream as U+FFFD. One thread at a time.
 */
final class WireText {

    private record Stream(int connection, Direction direction) {}

    private final Charset charset;
    private final int mostBytes;
    private final Map<Stream, StreamDecoder> decoders = new HashMap<>();

    /** Reads text in a charset, from so many bytes at the beginning of each chunk, at most what an event keeps. */
    WireText(Charset charset, int mostBytes) {
        this.charset = charset;
        this.mostBytes = mostBytes;
    }

    /** Returns how many bytes of a chunk are shown. */
    int shown(WireEvent.Payload payload) {
        return Math.min(payload.beginning().remaining(), mostBytes);
    }

    /** Returns the first bytes of a chunk as text, as they came. */
    String decode(WireEvent.Payload payload) {
        byte[] bytes = new byte[shown(payload)];
        payload.beginning().get(bytes);
        if (payload instanceof WireEvent.Datagram) {
            StreamDecoder decoder = new StreamDecoder(charset);
            return decoder.decode(bytes, 0, bytes.length) + (bytes.length < payload.count() ? "" : decoder.end());
        }
        StreamDecoder decoder = decoders.computeIfAbsent(new Stream(payload.connection(), payload.direction()),
                _ -> new StreamDecoder(charset));
        String text = decoder.decode(bytes, 0, bytes.length);
        if (bytes.length < payload.count()) {
            decoder.end(); // what comes next does not follow on this
        }
        return text;
    }

    /** Returns what the streams that an event ends still owe: of half a character U+FFFD, and a space. */
    String end(WireEvent event) {
        return switch (event) {
            case WireEvent.Ended ended -> end(ended.connection(), ended.direction());
            case WireEvent.Reset _,WireEvent.Cut _ ->
                end(event.connection(), Direction.TO_SERVER) + end(event.connection(), Direction.TO_CLIENT);
            default -> "";
        };
    }

    private String end(int connection, Direction direction) {
        StreamDecoder decoder = decoders.remove(new Stream(connection, direction));
        return decoder == null || !decoder.insideCharacter() ? "" : decoder.end() + " ";
    }

    /** Returns the lines of a text, each with its end written out, and nothing in it that could move a cursor. */
    static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)")).stream().map(WireText::escape).toList();
    }

    private static String escape(String line) {
        return Texts.printable(line).replace("\t", "\\t");
    }

    /** Returns the first bytes of a chunk in hexadecimal, in rows of 16. */
    List<String> hex(WireEvent.Payload payload) {
        byte[] bytes = new byte[shown(payload)];
        payload.beginning().get(bytes);
        String all = HexFormat.ofDelimiter(" ").formatHex(bytes);
        return all.isEmpty() ? List.of() : List.of(all.split("(?<=\\G.{" + HEX_COLUMNS + "}) "));
    }

    /** The columns of 16 bytes in hexadecimal. */
    static final int HEX_COLUMNS = 16 * 3 - 1;
}
