package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * Prints the text that a client sends and greets for every chunk of it, until the client ends its stream. Many clients
 * share the screen, so each line is printed at once and whole: a character that the network cut in two comes with the
 * next line.
 *
 * <p>Source: document 001.
 */
public final class GreetingProtocol implements Protocol {

    private final Charset charset;
    private final byte[] greeting;

    /**
     * Creates the protocol.
     *
     * @param charset of both sides' text
     */
    public GreetingProtocol(Charset charset) {
        this.charset = charset;
        this.greeting = Texts.encode("server: hello, client!", charset);
    }

    @Override
    public Conversation open(String client) {
        System.out.println("Client connected: " + client);
        return new Greeting(client);
    }

    private final class Greeting implements Conversation {

        private final String client;
        private final StreamDecoder decoder = new StreamDecoder(charset);

        Greeting(String client) {
            this.client = client;
        }

        @Override
        public Step received(ByteBuffer chunk) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            print(decoder.decode(bytes, 0, bytes.length));
            return new Step.Send(ByteBuffer.wrap(greeting), Step.READ);
        }

        private void print(String text) {
            if (!text.isEmpty()) {
                System.out.println(Texts.printable(text));
            }
        }

        @Override
        public void close() {
            print(decoder.end());
            System.out.println("Client went offline: " + client);
        }
    }
}
