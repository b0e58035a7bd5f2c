package io.github.socketsbyexample.common;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Turns the bytes of one stream into text, however the network cut them: a character whose bytes arrive in several
 * reads comes out whole with the last of them. Bytes that are no text in the charset come out as U+FFFD, so a peer's
 * garbage is seen and never throws. Holds no socket; one instance a stream, one thread at a time.
 */
public final class StreamDecoder {

    private final CharsetDecoder decoder;
    private ByteBuffer begun = ByteBuffer.allocate(0); // the bytes of a character whose rest has not arrived
    private CharBuffer text = CharBuffer.allocate(256);

    /** Starts at the beginning of a stream. */
    public StreamDecoder(Charset charset) {
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** Returns the text that these bytes complete: none of it is lost, and none is held back but half a character. */
    public String decode(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        if (begun.hasRemaining()) {
            in = ByteBuffer.allocate(begun.remaining() + length).put(begun).put(in).flip();
        }
        String decoded = run(in, false);
        begun = ByteBuffer.allocate(in.remaining()).put(in).flip();
        return decoded;
    }

    /** Returns whether the bytes so far end inside a character. */
    public boolean insideCharacter() {
        return begun.hasRemaining();
    }

    /** Ends the stream: returns U+FFFD if it ended inside a character, otherwise nothing; ready for another stream. */
    public String end() {
        String decoded = run(begun, true);
        begun = ByteBuffer.allocate(0);
        decoder.reset();
        return decoded;
    }

    private String run(ByteBuffer in, boolean endOfInput) {
        text.clear();
        while (true) {
            CoderResult result = decoder.decode(in, text, endOfInput);
            if (result.isUnderflow() && endOfInput) {
                result = decoder.flush(text);
            }
            if (result.isUnderflow()) {
                return text.flip().toString();
            }
            text = CharBuffer.allocate(2 * text.capacity() + in.remaining()).put(text.flip());
        }
    }
}
