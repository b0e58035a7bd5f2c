package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends its name and each line that is typed, and prints each that comes, in a thread each, for nobody knows which is
 * next. At the end of input it ends its stream, and prints on until the server closes; a close before is a failure, and
 * so is a server that, within twice the timeout, neither takes a line, or the end, nor sends one.
 *
 * <p>Source: documents 000 and 001, carried on. Run: {@code ./sockets threaded-server chat-client Anna}
 */
public final class ChatClient {

    private static final String SAID = "(?s)[^ ]+(:.*| joined| left)"; // any other line is why the server hangs up
    private static final int MOST_BYTES = 8 * ChatServer.LINE_BYTES; // of a line: a name, and text made printable

    /** What the end of the server's stream means; nothing if all is as it should be. */
    private volatile Optional<IOException> failure = Optional.of(new EOFException("connection closed by the server"));

    private volatile int begun; // lines that were written, or are being so, and the end
    private volatile int taken; // of these
    private final AtomicInteger heard = new AtomicInteger(); // lines that came and, once more, that were printed

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(ChatClient.class, ChatServer.PORT)
                .operands("NAME", 1)
                .run(args, arguments -> new ChatClient()
                        .chat(arguments.operand("NAME", name -> name), arguments.serverAddress(), arguments.timeout()));
    }

    void chat(String name, InetSocketAddress address, Duration timeout) throws IOException {
        try (Socket server = MultiAddressConnector.connect(address, timeout);
                Closeable _ = Thread.ofVirtual().name("write timeout").start(() -> watch(server, timeout))::interrupt) {
            server.setSoTimeout(0); // nobody has to say anything
            server.setSendBufferSize(ChatServer.SENT_AHEAD_BYTES); // or a slow server would not come to the end in time
            BufferedInputStream in = new BufferedInputStream(server.getInputStream());
            Thread.ofPlatform().daemon().name("keyboard").start(() -> send(name, server));
            String line = ChatServer.readLine(in, MOST_BYTES);
            while (line.matches(SAID)) {
                heard.incrementAndGet();
                System.out.println(Texts.printable(line));
                heard.incrementAndGet();
                if (System.out.checkError()) {
                    return; // nobody reads it, as Program tells
                }
                line = ChatServer.readLine(in, MOST_BYTES);
            }
            throw new IOException("refused: " + Texts.printable(line));
        } catch (EOFException e) {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private void send(String name, Socket server) {
        try {
            Keyboard keyboard = new Keyboard("");
            int number = 0;
            for (String line = name; line != null; line = next(keyboard, server)) {
                begun = ++number;
                server.getOutputStream().write((line + "\n").getBytes(UTF_8));
                taken = number;
            }
            failure = Optional.empty();
            server.shutdownOutput();
            begun = number + 1; // the end, which the server takes by closing
        } catch (IOException e) {
            return; // the connection has ended: the other thread tells it
        }
    }

    /**
     * Gives up when a line, or the end, is not taken within twice the timeout, as long as there is nothing to print either:
     * where many speak, each one's turn takes its time. (A write has no timeout of its own.)
     */
    private void watch(Socket server, Duration timeout) {
        try {
            int last;
            int lastHeard;
            do {
                last = begun;
                lastHeard = heard.get();
                Thread.sleep(timeout);
            } while (begun != last || taken == last || heard.get() != lastHeard || lastHeard % 2 != 0);
            end(server, new SocketTimeoutException());
        } catch (InterruptedException e) {
            return; // the chat is over
        }
    }

    private @Nullable String next(Keyboard keyboard, Socket server) throws IOException {
        try {
            return keyboard.readLine();
        } catch (IOException e) {
            end(server, e);
            throw e;
        }
    }

    /** Has the other thread see the end of the stream. */
    private void end(Socket server, IOException why) {
        failure = Optional.of(why);
        try {
            server.shutdownInput();
        } catch (IOException e) {
            return; // it has ended already
        }
    }
}
