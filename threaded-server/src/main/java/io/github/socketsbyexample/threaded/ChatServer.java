package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.text.Normalizer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Texts;

/**
 * Lines of UTF-8: a client's first is its name, each other goes to all others as {@code NAME: text}, made printable,
 * as do {@code NAME joined} and {@code NAME left}, in one order for all. Who breaks a rule is told which, and cut.
 * A client ends its stream first; what was said before that still reaches it. Each has two threads: one reads, the other
 * writes what waits in its queue. So nobody waits for one that does not read; when its queue is full, it is cut.
 *
 * <p>Source: documents 000 and 001, carried on. Run: {@code ./sockets threaded-server chat-server}
 */
public final class ChatServer implements ConversationHandler {

    static final int PORT = 9010;
    static final int MOST_CLIENTS = 500;
    static final int QUEUE_LINES = 1_000; // as many as are told in a second; a line is one object in all queues
    static final int SENT_AHEAD_BYTES = 4_096; // the system would hold as many lines as take minutes to tell
    static final int LINE_BYTES = 1_024; // of a client's line; printable, it has up to four times as many

    private static final String NAME = "(?!\\p{M})[\\p{L}\\p{M}\\p{N}_\\-&&[^\\p{InVariation_Selectors}"
            + "\\p{InVariation_Selectors_Supplement}\\u180b-\\u180f\\x{16fe4}]]{1,32}"; // no space, no colon, no variation selector
    private static final int PATIENCE_MILLIS = 10_000; // for each byte of a name, and of what is read after the end
    private static final long LINE_NANOS = 1_000_000; // so all together say up to 1,000 lines a second

    private final Map<String, Member> members = new HashMap<>(); // guarded by this
    private long toldUntil = System.nanoTime(); // what was told by now takes until then, which may be later; guarded by this

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(ChatServer.class, PORT)
                .serve(args, arguments -> new BoundedServer(
                        arguments.serverSettings().listen(listener(), arguments.listenAddress()),
                        new ChatServer(), MOST_CLIENTS, Duration.ofDays(1), arguments.serverSettings().grace()));
    }

    static ServerSocket listener() throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReceiveBufferSize(SENT_AHEAD_BYTES); // before it listens: a window that was promised stays
        return listener;
    }

    @Override
    public void converse(Socket client) throws IOException, InterruptedException {
        client.setSoLinger(true, 0); // whatever cuts it is a reset: an end would mean that all was said
        Member member = new Member();
        Thread.ofVirtual()
                .name("chat reader")
                .uncaughtExceptionHandler((_, e) -> member.failed(e))
                .start(() -> {
                    read(client, member);
                    member.tell(""); // the end: no other line is empty
                });
        try {
            write(client, member);
        } finally {
            member.rethrow();
        }
    }

    private static void write(Socket client, Member member) throws IOException, InterruptedException {
        BufferedOutputStream out = new BufferedOutputStream(client.getOutputStream());
        for (String line = member.queue.take(); !line.isEmpty(); line = member.queue.take()) {
            out.write((line + "\n").getBytes(UTF_8));
            if (member.queue.isEmpty()) {
                out.flush(); // lines that wait go out together
            }
        }
        out.flush();
        client.setSoLinger(false, 0);
        client.shutdownOutput();
        client.setSoTimeout(PATIENCE_MILLIS);
        client.getInputStream().skip(QUEUE_LINES * LINE_BYTES); // or closing is a reset, which may overtake the reason
    }

    private void read(Socket client, Member member) {
        String name = "";
        try {
            BufferedInputStream in = new BufferedInputStream(client.getInputStream(), LINE_BYTES);
            client.setSoTimeout(PATIENCE_MILLIS);
            name = join(readLine(in, LINE_BYTES), member);
            client.setSoTimeout(0);
            while (!client.isInputShutdown()) { // what is left in the buffer then would be said by nobody
                Thread.sleep(tellOthers(member, name + ": " + Texts.printable(readLine(in, LINE_BYTES))));
            }
        } catch (ProtocolException e) {
            member.tell(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            member.tell("ten seconds without a byte of the name");
        } catch (EOFException | InterruptedException e) {
            return; // has left; nobody interrupts
        } catch (IOException e) {
            throw new UncheckedIOException(e); // was cut, which is no end
        } finally {
            leave(name, member);
            if (client.isInputShutdown()) { // or who has ended would take the end for that of all it has said
                member.tell("the server stops");
            }
        }
    }

    private synchronized String join(String line, Member member) throws ProtocolException {
        String name = Normalizer.normalize(line, Normalizer.Form.NFC); // an accent of its own looks like that of a letter
        if (!name.matches(NAME) || !name.equals(Texts.printable(name))) {
            throw new ProtocolException("a name has 1 to 32 letters, digits, - and _");
        } else if (members.putIfAbsent(name, member) != null) {
            throw new ProtocolException("the name " + name + " is taken");
        }
        tellOthers(member, name + " joined");
        return name;
    }

    private synchronized void leave(String name, Member member) {
        if (members.remove(name, member)) {
            tellOthers(member, name + " left");
        }
    }

    /** Tells one line after another, for one order, and waits for no client. Returns how long its sender waits then. */
    private synchronized Duration tellOthers(Member member, String line) {
        System.out.println(line);
        members.values().stream().filter(other -> !other.equals(member)).forEach(other -> other.tell(line));
        long now = System.nanoTime();
        toldUntil = Math.max(toldUntil - now, 0) + now + LINE_NANOS;
        return Duration.ofNanos(toldUntil - now);
    }

    /** Returns the next line without its end; what is no UTF-8 comes out as U+FFFD. */
    static String readLine(BufferedInputStream in, int mostBytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) {
            if (b == -1) {
                throw new EOFException("connection closed"); // perhaps inside a line, and half of one is none
            } else if (line.size() == mostBytes) {
                throw new ProtocolException("a line has at most " + mostBytes + " bytes");
            }
        }
        return line.toString(UTF_8).stripTrailing();
    }

    /** Who is there, or wants to be; the thread that makes it is the one that writes. */
    private static final class Member {

        final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUE_LINES);
        private final Thread writer = Thread.currentThread();
        private volatile @Nullable Throwable failure;

        void tell(String line) {
            if (!queue.offer(line)) {
                writer.interrupt(); // does not read, and shall get no later line without this: closes a virtual thread's socket
            }
        }

        /** Ends the conversation because its reader has failed. */
        void failed(Throwable e) {
            failure = e;
            writer.interrupt();
        }

        /** Lets the server know of the reader's failure, if it has failed, whatever the writer met because of that. */
        void rethrow() {
            switch (failure) {
                case Error error -> throw error;
                case RuntimeException bug -> throw bug;
                case null, default -> {
                } // read throws nothing else
            }
        }
    }
}
