package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.Charset;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.StreamDecoder;
import io.github.socketsbyexample.common.Texts;

/**
 * Prints the text that a client sends and greets for every chunk of it, until the client ends its stream; then closes.
 * Many clients share the screen, so each line is printed at once and whole: a character that the network cut in two
 * comes with the next line.
 *
 * <p>Which thread runs it is the server's affair; what a selector makes of it is {@link GreetingConversation}. Source:
 * document 001. Run: {@code ./sockets threaded-server greeting-server}
 */
public final class GreetingHandler implements ConversationHandler {

    static final String GREETING = "server: hello, client!";

    static final int BUFFER_BYTES = 1024; // the document's recv(1024), and most of what an idle client costs

    private final Charset charset;
    private final byte[] greeting;

    /**
     * Takes what all conversations have in common.
     *
     * @param charset of both sides' text
     */
    public GreetingHandler(Charset charset) {
        this.charset = charset;
        this.greeting = Texts.encode(GREETING, charset);
    }

    @Override
    public void converse(Socket client) throws IOException {
        String address = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("Client connected: " + address);
        StreamDecoder decoder = new StreamDecoder(charset);
        try {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n; (n = in.read(buffer)) != -1;) {
                print(decoder.decode(buffer, 0, n));
                out.write(greeting);
            }
        } finally {
            print(decoder.end());
            System.out.println("Client went offline: " + address);
        }
    }

    /** Prints a line, if there is any text for it. */
    static void print(String text) {
        if (!text.isEmpty()) {
            System.out.println(Texts.printable(text));
        }
    }
}
