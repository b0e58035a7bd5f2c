package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/** {@link GreetingHandler} as a selector needs it. */
final class GreetingConversation implements SelectorConversation {

    private static final int LINE_BYTES = 1024; // as the handler's buffer: no client gets more into one line

    private final String client;
    private final StreamDecoder decoder;
    private final ByteBuffer greeting;

    /** Begins to converse. */
    GreetingConversation(String client, Charset charset) {
        System.out.println("Client connected: " + client);
        this.client = client;
        this.decoder = new StreamDecoder(charset);
        this.greeting = ByteBuffer.wrap(Texts.encode(GreetingHandler.GREETING, charset));
    }

    @Override
    public Step received(ByteBuffer chunk) {
        byte[] bytes = new byte[LINE_BYTES];
        while (chunk.hasRemaining()) {
            int length = Math.min(bytes.length, chunk.remaining());
            chunk.get(bytes, 0, length);
            GreetingHandler.print(decoder.decode(bytes, 0, length));
        }
        return new Step.Send(greeting.duplicate(), Step.READ);
    }

    @Override
    public void close() {
        GreetingHandler.print(decoder.end());
        System.out.println("Client went offline: " + client);
    }
}
