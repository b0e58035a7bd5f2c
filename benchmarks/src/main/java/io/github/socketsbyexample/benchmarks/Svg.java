package io.github.socketsbyexample.benchmarks;

import java.util.Locale;

/** Writes a picture as text: shapes in the colors of {@link #STYLE}, which follow the reader's light or dark theme. */
final class Svg {

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #1f2328 } .faint { fill: #59636e } .title { font-weight: 600 }
            .back { fill: #ffffff; stroke: #d1d9e0 } .grid { stroke: #d1d9e0 } .range { stroke: #1f2328; opacity: .6 }
            .ours { fill: #2a6fdb; stroke: #2a6fdb } .c { fill: #7d8590; stroke: #7d8590 }
            .netty { fill: #d1742f; stroke: #d1742f } .python { fill: #3f9142; stroke: #3f9142 }
            .line { fill: none; stroke-width: 2 } .second { stroke-dasharray: 6 3 } .third { stroke-dasharray: 2 3 }
            .fourth { stroke-dasharray: 9 3 2 3 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .faint { fill: #9198a1 } .back { fill: #0d1117; stroke: #3d444d }
            .grid { stroke: #3d444d } .range { stroke: #e6edf3 }
            .ours { fill: #58a0ff; stroke: #58a0ff } .c { fill: #8b949e; stroke: #8b949e }
            .netty { fill: #e8945a; stroke: #e8945a } .python { fill: #56b45d; stroke: #56b45d } .line { fill: none } }
            """;

    private final StringBuilder content = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
        content.append("<rect class=\"back\" x=\".5\" y=\".5\" width=\"" + (width - 1) + "\" height=\"" + (height - 1)
                + "\" rx=\"6\"/>\n");
    }

    Svg rectangle(String type, double x, double y, double w, double h) {
        return add(String.format(Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>", type, x, y, w,
                h));
    }

    Svg line(String type, double x1, double y1, double x2, double y2) {
        return add(String.format(Locale.ROOT, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                type, x1, y1, x2, y2));
    }

    Svg polyline(String type, String points) {
        return add(String.format(Locale.ROOT, "<polyline class=\"line %s\" points=\"%s\"/>", type, points));
    }

    Svg dot(String type, double x, double y) {
        return add(String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", type, x, y));
    }

    /**
     * Writes words.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}: which part of them is at x
     */
    Svg text(String type, String anchor, double x, double y, String words) {
        return add(String.format(Locale.ROOT, "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                type, anchor, x, y,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private Svg add(String shape) {
        content.append(shape).append('\n');
        return this;
    }

    /** Returns the type of a peer's shapes. */
    static String type(Peer.House house) {
        return house.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + width + " " + height + "\" role=\"img\">\n<style>\n" + STYLE + "</style>\n"
                + content + "</svg>\n";
    }
}
