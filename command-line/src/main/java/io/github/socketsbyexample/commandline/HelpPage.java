package io.github.socketsbyexample.commandline;

import java.util.Collection;

import org.apache.commons.cli.Option;
import org.apache.commons.text.WordUtils;

/** What {@code --help} prints: the usage, what the command does, and its options in two columns. */
final class HelpPage {

    private static final int COLUMNS = 110;

    private HelpPage() {}

    static String of(String usage, String summary, Collection<Option> options) {
        int width = options.stream().mapToInt(option -> syntax(option).length()).max().orElse(0);
        StringBuilder page = new StringBuilder("usage: " + usage + "\n\n" + summary + "\n\n");
        String indent = " ".repeat(width + 4);
        for (Option option : options) {
            String syntax = syntax(option);
            page.append("  ").append(syntax).append(" ".repeat(width - syntax.length() + 2));
            page.append(WordUtils.wrap(option.getDescription(), COLUMNS - indent.length(), "\n" + indent, false));
            page.append('\n');
        }
        return page.toString();
    }

    private static String syntax(Option option) {
        return (option.getOpt() == null ? "" : "-" + option.getOpt() + ", ")
                + "--" + option.getLongOpt()
                + (option.hasArg() ? " " + option.getArgName() : "");
    }
}
