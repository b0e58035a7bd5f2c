package io.github.socketsbyexample.commandline;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

import io.github.socketsbyexample.common.Texts;

/** The command line of a module's jar: {@code java -jar tcp-basic.jar COMMAND [OPTIONS]}. */
public final class ModuleCommandLine {

    private ModuleCommandLine() {}

    /**
     * Runs the command that the first argument names; lists the commands if there is none.
     *
     * @param module the module's main class
     */
    public static void run(Class<?> module, String[] args) throws ReflectiveOperationException {
        CommandList list = CommandList.of(module);
        String name = args.length == 0 ? "--help" : args[0];
        switch (name) {
            case "--help", "-h" -> {
                print(list);
                endIfLost();
            }
            case "--version" -> {
                System.out.println(version(module));
                endIfLost();
            }
            default -> {
                CommandList.Command command = list.command(name).orElse(null);
                if (command == null) {
                    System.err.println(unknown(name, list) + " (see ./sockets " + list.module() + " --help)");
                    System.exit(Program.USAGE);
                    return;
                }
                start(module.getPackageName() + "." + command.className(), Arrays.copyOfRange(args, 1, args.length));
            }
        }
    }

    private static String unknown(String name, CommandList list) {
        if (name.startsWith("-")) {
            return "unknown option '" + Texts.printable(name) + "'"
                    + NearMatches.of(name, List.of("--help", "--version"));
        }
        return list.module() + " has no command '" + Texts.printable(name) + "'"
                + NearMatches.of(name, list.commands().stream().map(CommandList.Command::name).toList());
    }

    private static void endIfLost() {
        if (StandardOutput.isLost()) {
            System.exit(Program.FAILED);
        }
    }

    private static void start(String className, String[] args) throws ReflectiveOperationException {
        try {
            Class.forName(className).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    private static void print(CommandList list) {
        System.out.println("usage: ./sockets " + list.module() + " COMMAND [OPTIONS]");
        System.out.println();
        System.out.println(list.summary());
        System.out.println();
        int width = list.commands().stream().mapToInt(command -> command.name().length()).max().orElse(0);
        for (CommandList.Command command : list.commands()) {
            System.out.printf("  %-" + Math.max(20, width) + "s  %s%n", command.name(), command.summary());
        }
        System.out.println();
        System.out.println("./sockets " + list.module() + " COMMAND --help tells a command's options.");
    }

    private static String version(Class<?> module) {
        String version = module.getPackage().getImplementationVersion();
        return "sockets-by-example " + (version == null ? "(not packaged)" : version) + ", JDK " + Runtime.version();
    }
}
