package io.github.socketsbyexample.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one module offers on the command line, read from {@code commands.txt} beside the module's classes. The first
 * line is the module and what it shows, every further one a command, the class that it runs, and what it does. The
 * launcher reads the same file, so that it can list everything before anything is built.
 *
 * @param module the module's name
 * @param summary what it shows
 * @param commands its commands, in the order in which they are listed
 */
public record CommandList(String module, String summary, List<Command> commands) {

    /** The module whose commands the launcher also takes by themselves: {@code ./sockets demo}. */
    static final String WITHOUT_A_MODULE = "tools";

    /**
     * One command.
     *
     * @param name as typed
     * @param className the simple name of the class whose {@code main} it runs, in the module's package
     * @param summary what it does
     */
    public record Command(String name, String className, String summary) {}

    /** Reads the list of the module that a class belongs to. */
    public static CommandList of(Class<?> member) {
        try (InputStream file = member.getResourceAsStream("commands.txt")) {
            if (file == null) {
                throw new IllegalStateException("no commands.txt beside " + member.getName());
            }
            return read(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a list, which stays open. */
    public static CommandList read(BufferedReader lines) throws IOException {
        String[] module = lines.readLine().split("  +", 2); // one space alone is part of the name
        List<Command> commands = new ArrayList<>();
        for (String line; (line = lines.readLine()) != null;) {
            String[] fields = line.split(" +", 3);
            commands.add(new Command(fields[0], fields[1], fields[2]));
        }
        return new CommandList(module[0], module[1], commands);
    }

    /** Returns the command of that name. */
    public Optional<Command> command(String name) {
        for (Command command : commands) {
            if (command.name().equals(name)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Returns the command that runs a class. */
    Command commandOf(Class<?> main) {
        for (Command command : commands) {
            if (command.className().equals(main.getSimpleName())) {
                return command;
            }
        }
        throw new IllegalStateException(main.getName() + " is in no list of commands");
    }
}
