package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.github.socketsbyexample.common.Addresses;

/**
 * Says {@code Welcome!}, then answers each name with {@code Hello, NAME!} after a delay, until the client says
 * {@code exit} (a person with {@code nc} sends a line end after it) or ends its stream; then closes. A name's bytes come
 * back untouched, whatever they are.
 *
 * <p>There are no frames: a message is what one read returned, as in the document. So names sent faster than they are
 * answered arrive glued together and are one name, and {@code Sarahexit} is a name too. A network may also cut {@code
 * exit} in two; so {@code e}, {@code ex} and {@code exi} wait {@link #PATIENCE} for their rest before they are names.
 *
 * <p>Which thread runs it is the server's affair; what a selector makes of it is {@link WelcomeConversation}. Source:
 * document 003. Run: {@code ./sockets threaded-server welcome-server}
 */
public final class WelcomeHandler implements ConversationHandler {

    /** How long a begun {@code exit} waits for its rest: more than a segment sent again takes, less than anyone minds. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    static final int BUFFER_BYTES = 1024; // the document's recv(1024), and most of what an idle client costs

    private final Duration delay;
    private final Duration patience;

    /**
     * Takes what all conversations have in common.
     *
     * @param delay between a name and its answer, as if it took work
     */
    public WelcomeHandler(Duration delay) {
        this(delay, PATIENCE);
    }

    WelcomeHandler(Duration delay, Duration patience) {
        this.delay = delay;
        this.patience = patience;
    }

    @Override
    public void converse(Socket client) throws IOException, InterruptedException {
        String address = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("Accept new connection from " + address + "...");
        try {
            OutputStream out = client.getOutputStream();
            out.write("Welcome!".getBytes(ISO_8859_1));
            String name = message(client);
            while (!isEnd(name)) {
                Thread.sleep(delay);
                out.write(("Hello, " + name + "!").getBytes(ISO_8859_1)); // a character for each byte: any come back
                name = message(client);
            }
        } finally {
            System.out.println("Connection from " + address + " closed.");
        }
    }

    /** Returns what one read returned, or more if that may be a cut exit; nothing at the end of the stream. */
    private String message(Socket client) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = Math.max(0, client.getInputStream().read(buffer));
        while (isBegunExit(text(buffer, length))) {
            int n = restWithinPatience(client, buffer, length);
            if (n <= 0) {
                break;
            }
            length += n;
        }
        return text(buffer, length);
    }

    /** SO_TIMEOUT, for this one read alone: a timer for every read would halve a virtual thread's throughput. */
    private int restWithinPatience(Socket client, byte[] buffer, int length) throws IOException {
        client.setSoTimeout((int) patience.toMillis());
        try {
            return client.getInputStream().read(buffer, length, buffer.length - length);
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            client.setSoTimeout(0);
        }
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, ISO_8859_1);
    }

    /** Whether the client has had enough: {@code exit}, with a line end or without, or nothing more. */
    static boolean isEnd(String message) {
        return message.isEmpty() || message.matches("exit\r?\n?");
    }

    /** Whether a message may be an {@code exit} whose rest is on its way. */
    static boolean isBegunExit(String message) {
        return !message.isEmpty() && message.length() < "exit".length() && "exit".startsWith(message);
    }
}
