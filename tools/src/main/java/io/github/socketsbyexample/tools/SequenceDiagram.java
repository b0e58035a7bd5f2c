package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.tools.WireEvent.Bytes;
import io.github.socketsbyexample.tools.WireEvent.Payload;

/**
 * Writes conversations as a sequence diagram in Mermaid's language: a lifeline for the server and one for each
 * connection, an arrow for each event. Chunks that follow on each other in one direction are one arrow: where a stream
 * was cut means nothing. What is written is a valid diagram at any time. One thread at a time.
 */
final class SequenceDiagram implements Drawing {

    private static final int MOST_CHARS = 45_000; // viewers refuse to draw more than 50,000
    private static final int MOST_LINES = 12; // of a chunk: a page of text is no arrow
    private static final int MOST_COLUMNS = 60; // of such a line
    private static final String PLAIN = " !\"'()*+,-./:=?@[\\]^_|~"; // all else in ASCII may have a meaning there

    private final PrintWriter out;
    private final WireText text;
    private final UnaryOperator<String> edit;
    private final String client;
    private final String server;
    private int written;
    private int clients;
    private long leftOut;
    private @Nullable Bytes pending;

    /**
     * Begins a diagram.
     *
     * @param out where it is written; closed by {@link #close}
     * @param client what the client's lifeline is called
     * @param server what the server's is
     * @param edit changes the text of a chunk before it is shown
     */
    SequenceDiagram(PrintWriter out, String client, String server, Charset charset, UnaryOperator<String> edit) {
        this.out = out;
        this.text = new WireText(charset, WireEvent.KEPT_BYTES);
        this.edit = edit;
        this.client = client;
        this.server = server;
        write("sequenceDiagram");
    }

    @Override
    public void draw(WireEvent event) {
        Bytes before = pending;
        if (event instanceof Bytes bytes && before != null && before.connection() == bytes.connection()
                && before.direction() == bytes.direction()) {
            pending = joined(before, bytes);
            return;
        }
        drawPending();
        if (event instanceof Bytes bytes) {
            pending = bytes;
        } else {
            drawNow(event);
        }
    }

    private static Bytes joined(Bytes one, Bytes two) {
        ByteBuffer beginning = one.beginning();
        if (beginning.remaining() == one.count()) {
            byte[] bytes = new byte[Math.min(WireEvent.KEPT_BYTES, one.count() + two.beginning().remaining())];
            beginning.get(bytes, 0, one.count());
            two.beginning().get(bytes, one.count(), bytes.length - one.count());
            beginning = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        int count = (int) Math.min(Integer.MAX_VALUE, (long) one.count() + two.count());
        return new Bytes(one.connection(), one.at(), one.direction(), count, beginning);
    }

    private void drawPending() {
        if (pending != null) {
            drawNow(pending);
            pending = null;
        }
    }

    private void drawNow(WireEvent event) {
        String half = text.end(event);
        if (written > MOST_CHARS) {
            leftOut++;
            return;
        }
        declareLifelines(event.connection());
        String c = "C" + event.connection();
        switch (event) {
            case WireEvent.Connected _ -> write("    " + c + "->>S: SYN");
            case WireEvent.Refused refused -> {
                write("    " + c + "-xS: SYN");
                write("    Note over S: " + escape(refused.reason()));
            }
            case WireEvent.Unreachable _ -> write("    S-x" + c + ": ICMP: port unreachable");
            case WireEvent.Bytes bytes -> write(arrow(bytes, "->>") + shown(bytes));
            case WireEvent.Datagram datagram -> write(arrow(datagram, "-)") + shown(datagram));
            case WireEvent.Ended ended -> write(arrow(ended, "-->>") + half + (ended.last() ? "FIN: closed" : "FIN"));
            case WireEvent.Reset reset -> write(arrow(reset, "-x") + half + "RST");
            case WireEvent.Cut _ -> write("    Note over " + c + ",S: " + half + "stopped: both sides closed");
        }
    }

    /** The first client stands left of the server, as one expects; further ones to the right, as they come. */
    private void declareLifelines(int connection) {
        while (clients < connection) {
            clients++;
            write("    participant C" + clients + " as " + escape(client) + (clients > 1 ? " (" + clients + ")" : ""));
            if (clients == 1) {
                write("    participant S as " + escape(server));
            }
        }
    }

    private static String arrow(WireEvent.Directed event, String arrow) {
        String c = "C" + event.connection();
        return "    " + (event.direction() == Direction.TO_SERVER ? c + arrow + "S: " : "S" + arrow + c + ": ");
    }

    private String shown(Payload payload) {
        if (payload.count() == 0) {
            return "(empty)";
        }
        List<String> lines = new ArrayList<>(WireText.lines(edit.apply(text.decode(payload))));
        boolean whole = text.shown(payload) == payload.count() && lines.size() <= MOST_LINES
                && lines.stream().allMatch(line -> Columns.width(line) <= MOST_COLUMNS);
        String shown = lines.stream()
                .limit(MOST_LINES)
                .map(line -> escape(Columns.width(line) > MOST_COLUMNS ? Columns.fit(line, MOST_COLUMNS) : line))
                .collect(Collectors.joining("<br/>"));
        return whole ? shown : shown + "<br/>(" + payload.count() + " bytes)";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c > 0x7e || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        });
        return escaped.toString();
    }

    private void write(String line) {
        out.print(line + "\n");
        out.flush(); // it shall be complete whenever the program ends
        written += line.length() + 1;
    }

    @Override
    public void missed(long events) {
        drawPending();
        leftOut += events;
    }

    @Override
    public void close() throws IOException {
        drawPending();
        if (leftOut > 0) {
            declareLifelines(1);
            write("    Note over C1,S: " + leftOut + " more events, too many for a diagram");
        }
        out.close();
        if (out.checkError()) { // a PrintWriter keeps failures to itself until asked
            throw new IOException("the diagram could not be written");
        }
    }
}
