package io.github.socketsbyexample.tools;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows pairs as they run: the client's lines on the left, the wire in the middle, the server's lines on the right; on a
 * narrow terminal all of it in one column, with the name of the end before each line. Safe for use by many threads.
 */
final class DemoScreen {

    /** From this width on there is room for both ends and the wire side by side. */
    static final int WIDE = 110;

    private static final int WIDEST = 150; // farther apart the eye loses the line
    private static final int INDENT = 5;
    private static final int LABEL_COLUMNS = 10; // narrow: the name of the end and a bar
    private static final int MOST_BYTES = 400; // of a chunk: the head of an HTTP answer
    private static final String BOLD = "1";
    private static final String CLIENT = "36"; // cyan
    private static final String SERVER = "32"; // green
    private static final String WIRE = "33"; // yellow
    private static final String WRONG = "31"; // red

    private final PrintStream out;
    private final boolean colour;
    private final boolean wide;
    private final int endColumns; // wide: of each end; narrow: of the whole
    private final int laneColumns;
    private final int textColumns;
    private LadderLane lane; // guarded by this

    /** Shows them here. */
    DemoScreen(PrintStream out, Terminal terminal) {
        this.out = out;
        this.colour = terminal.colour();
        this.wide = terminal.columns() >= WIDE;
        int columns = Math.min(terminal.columns(), WIDEST) - INDENT;
        this.textColumns = Math.max(20, columns);
        this.laneColumns = wide ? (columns - 5) / 3 : Math.clamp(columns - LABEL_COLUMNS - 2L, 20, 60);
        this.endColumns = wide ? (columns - laneColumns - 5) / 2 : Math.max(20, columns - LABEL_COLUMNS);
        this.lane = newLane(Pair.alone("", "", "", "", Pair.End.NONE));
    }

    private LadderLane newLane(Pair pair) {
        return new LadderLane(laneColumns, new WireText(pair.charset(), MOST_BYTES), false);
    }

    /** Says what all of it means. */
    synchronized void legend() {
        Columns.wrapWords("Server and client of each pair are processes of their own. They talk through a relay, "
                + "which shows what goes over the wire: SYN opens a connection, FIN ends one direction of it, dots "
                + "are datagrams.", textColumns).forEach(out::println);
        out.println();
    }

    /** Begins a pair. */
    synchronized void begin(Pair pair, int number, int count) {
        lane = newLane(pair);
        out.println(coloured(BOLD, number + "/" + count + "  " + pair) + "  (" + pair.document() + ")");
        Columns.wrapWords(pair.shows(), textColumns).forEach(line -> out.println(" ".repeat(INDENT) + line));
        if (!pair.transport().isNetwork()) {
            out.println(" ".repeat(INDENT) + "(not over the network: there is no wire to show)");
        }
        if (pair.transport() == Pair.Transport.NONE) {
            line("program", "$ " + commandLine(pair.client()));
            return;
        }
        if (wide) {
            row(coloured(CLIENT, Columns.fit("client", endColumns)),
                    coloured(WIRE, Columns.fit("", laneColumns)), coloured(SERVER, "server"));
        }
        line("server", "$ " + commandLine(pair.server()));
        line("client", "$ " + commandLine(pair.client()));
        if (pair.takesTwo()) {
            line("client 2", "$ " + commandLine(pair.second()));
        }
    }

    /** As one would type it: without the ports, which are chosen for the demo. */
    private static String commandLine(Pair.End end) {
        return end.command()
                .stream()
                .map(word -> word.matches("[\\p{L}\\w.,/:={}-]+") ? word : "'" + word + "'")
                .collect(Collectors.joining(" "))
                .replaceFirst(" --port (0|\\{port\\})", "")
                .replace(Pair.PORT, "PORT")
                .replace(Pair.FILE, Pair.FILE_NAME);
    }

    /** Shows a line that an end printed; {@code end} is as {@link PairRun} names it. */
    synchronized void line(String end, String text) {
        String colourOfEnd = end.endsWith("!") ? WRONG : end.startsWith("server") ? SERVER : CLIENT;
        for (String piece : Columns.wrap(text.replace("\t", "    "), endColumns)) {
            if (wide && end.startsWith("client")) {
                row(coloured(colourOfEnd, Columns.fit(piece, endColumns)), " ".repeat(laneColumns), "");
            } else if (wide && end.startsWith("server")) {
                row(" ".repeat(endColumns), " ".repeat(laneColumns), coloured(colourOfEnd, piece));
            } else {
                out.println(
                        " ".repeat(INDENT) + Columns.fit(end, LABEL_COLUMNS - 2) + "| " + coloured(colourOfEnd, piece));
            }
        }
    }

    /** Shows what went over the wire. */
    synchronized void wire(WireEvent event) {
        List<String> lines = lane.draw(event);
        for (String line : lines) {
            if (wide) {
                row(" ".repeat(endColumns), coloured(WIRE, line), "");
            } else {
                out.println(
                        " ".repeat(INDENT) + Columns.fit("wire", LABEL_COLUMNS - 2) + "|   "
                                + coloured(WIRE, line.stripTrailing()));
            }
        }
    }

    private void row(String client, String middle, String server) {
        out.println((" ".repeat(INDENT) + client + " |" + middle + "| " + server).stripTrailing());
    }

    /** Ends a pair. */
    synchronized void end(String whatIsWrong) {
        if (!whatIsWrong.isEmpty()) {
            out.println(" ".repeat(INDENT) + coloured(WRONG, "not as expected: " + whatIsWrong));
        }
        out.println();
    }

    private String coloured(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
