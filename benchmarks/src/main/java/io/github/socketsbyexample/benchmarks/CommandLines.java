package io.github.socketsbyexample.benchmarks;

import java.util.List;

import io.github.socketsbyexample.tools.Installation;

/** Command lines as people read and repeat them. */
final class CommandLines {

    private CommandLines() {}

    /** Returns what to type in a shell. */
    static String shell(List<String> words) {
        return String.join(" ", words.stream()
                .map(word -> word.matches("[A-Za-z0-9_./:=,@+-]+") ? word : "'" + word + "'") // no word of ours has a quote
                .toList());
    }

    /** Returns a command line without the folders of this machine. */
    static String portable(String line) {
        return line.replace(Installation.home() + "/", "")
                .replace(System.getProperty("java.home") + "/bin/", "")
                .replaceAll("(?<= )/\\S*/(?=python[0-9.]* )", "")
                .replace(Suite.SOCKETS.toString(), Suite.SOCKETS.toString().replaceFirst("[0-9]+-$", ""));
    }
}
