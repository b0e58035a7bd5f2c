package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/** {@link GreetingHandler} as a selector needs it. */
final class GreetingConversation implements SelectorConversation {

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
    public int mostBytes() {
        return GreetingHandler.BUFFER_BYTES;
    }

    @Override
    public Step received(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        GreetingHandler.print(decoder.decode(bytes, 0, bytes.length));
        return new Step.Send(greeting.duplicate(), Step.READ);
    }

    @Override
    public void close() {
        GreetingHandler.print(decoder.end());
        System.out.println("Client went offline: " + client);
    }
}
