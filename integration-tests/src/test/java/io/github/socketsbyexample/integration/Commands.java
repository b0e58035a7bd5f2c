package io.github.socketsbyexample.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketsbyexample.commandline.CommandList;
import io.github.socketsbyexample.tools.Installation;

/** What the modules offer, read from where the launcher reads it. */
final class Commands {

    private Commands() {}

    /** Returns {@code MODULE COMMAND} for every command there is. */
    static List<String> ofAllModules() throws IOException {
        return lists().values().stream().flatMap(Commands::names).toList();
    }

    /** Likewise, without those of benchmarks: it is built after this module, and asks the same of itself. */
    static List<String> ofModulesBuilt() throws IOException {
        return ofAllModules().stream().filter(command -> !command.startsWith("benchmarks ")).toList();
    }

    private static Stream<String> names(CommandList list) {
        return list.commands().stream().map(command -> list.module() + " " + command.name());
    }

    /** Returns the modules' lists, each with its file. */
    static Map<Path, CommandList> lists() throws IOException {
        Map<Path, CommandList> lists = new LinkedHashMap<>();
        try (Stream<Path> files = Files.find(Installation.home(), 12,
                (path, attributes) -> path.endsWith("commands.txt")
                        && path.toString().replace('\\', '/').contains("/src/main/resources/"))) {
            files.sorted().forEach(file -> lists.put(file, read(file)));
        }
        return lists;
    }

    private static CommandList read(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return CommandList.read(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
