package io.github.socketsbyexample.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketsbyexample.commandline.CommandList;

/** What the modules offer, read from where the launcher reads it. */
final class Commands {

    private Commands() {}

    /** Returns {@code MODULE COMMAND} for every command there is. */
    static List<String> ofAllModules() throws IOException {
        return lists().stream().flatMap(Commands::names).toList();
    }

    /** Likewise, without those of benchmarks: whether it is built is not known, and it asks the same of itself. */
    static List<String> ofModulesBuilt() throws IOException {
        return ofAllModules().stream().filter(command -> !command.startsWith("benchmarks ")).toList();
    }

    private static Stream<String> names(CommandList list) {
        return list.commands().stream().map(command -> list.module() + " " + command.name());
    }

    /** Returns the modules' lists. */
    static List<CommandList> lists() throws IOException {
        List<CommandList> lists = new ArrayList<>();
        for (Path module : Checkout.modules()) {
            Path resources = module.resolve("src/main/resources");
            if (Files.exists(resources)) {
                try (Stream<Path> files = Files.walk(resources)) {
                    files.filter(file -> file.endsWith("commands.txt")).map(Commands::read).forEach(lists::add);
                }
            }
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
