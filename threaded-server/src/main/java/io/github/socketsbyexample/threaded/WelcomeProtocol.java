package io.github.socketsbyexample.threaded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Says {@code Welcome!}, then answers each name with {@code Hello, NAME!} after a delay, until the client says
 * {@code exit} or ends its stream. A name's bytes come back untouched, whatever they are.
 *
 * <p>The protocol has no frames: a message is what one read returned, as in the document. So names sent faster than they
 * are answered arrive glued together and are one name, and {@code Sarahexit} is a name too: that client's end of stream
 * ends the conversation. A network may also cut {@code exit} in two; so {@code e}, {@code ex} and {@code exi} wait
 * {@link #PATIENCE} for their rest before they are taken for names.
 *
 * <p>Source: document 003.
 */
public final class WelcomeProtocol implements Protocol {

    /** How long a begun {@code exit} waits for its rest: more than a segment sent again takes, less than anyone minds. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    private static final byte[] WELCOME = ascii("Welcome!");
    private static final byte[] HELLO = ascii("Hello, ");
    private static final byte[] EXIT = ascii("exit");
    private static final byte[] NOTHING = {};

    private final Duration delay;
    private final Duration patience;

    /**
     * Creates the protocol.
     *
     * @param delay between a name and its answer, as if it took work
     */
    public WelcomeProtocol(Duration delay) {
        this(delay, PATIENCE);
    }

    WelcomeProtocol(Duration delay, Duration patience) {
        this.delay = delay;
        this.patience = patience;
    }

    @Override
    public Conversation open(String client) {
        System.out.println("Accept new connection from " + client + "...");
        return new Welcome(client);
    }

    private final class Welcome implements Conversation {

        private final String client;
        private byte[] message = NOTHING; // a begun exit, between chunks

        Welcome(String client) {
            this.client = client;
        }

        @Override
        public Step begin() {
            return new Step.Send(ByteBuffer.wrap(WELCOME), Step.READ);
        }

        @Override
        public Step received(ByteBuffer chunk) {
            message = ByteBuffer.allocate(message.length + chunk.remaining()).put(message).put(chunk).array();
            if (Arrays.equals(message, EXIT)) {
                return Step.END;
            }
            return isBegunExit() ? new Step.ReadWithin(patience, this::answer) : answer();
        }

        private boolean isBegunExit() {
            int length = message.length;
            return length < EXIT.length && Arrays.equals(message, 0, length, EXIT, 0, length);
        }

        @Override
        public Step ended() {
            return message.length == 0 ? Step.END : answer();
        }

        private Step answer() {
            byte[] name = message;
            message = NOTHING;
            ByteBuffer hello = ByteBuffer.allocate(HELLO.length + name.length + 1);
            hello.put(HELLO).put(name).put((byte) '!').flip();
            return new Step.Pause(delay, () -> new Step.Send(hello, Step.READ));
        }

        @Override
        public void close() {
            System.out.println("Connection from " + client + " closed.");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
