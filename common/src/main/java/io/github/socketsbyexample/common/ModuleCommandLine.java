package io.github.socketsbyexample.common;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/**
 * The command line of a module's jar: {@code java -jar tcp-basic.jar COMMAND [OPTIONS]}; and, one step below, of its
 * command {@code pitfall}.
 */
public final class ModuleCommandLine {

    private static final String COMMAND = "command";

    private ModuleCommandLine() {}

    /**
     * Runs the command that the first argument names; lists the commands if there is none.
     *
     * @param module the module's main class, or that of its pitfalls
     */
    public static void run(Class<?> module, String[] args) throws ReflectiveOperationException {
        CommandList list = CommandList.of(module);
        String name = args.length == 0 ? "--help" : args[0];
        switch (name) {
            case "--help", "-h" -> print(list);
            case "--version" -> System.out.println(version(module));
            default -> {
                CommandList.Command command = list.command(name).orElse(null);
                if (command == null) {
                    List<String> names = list.commands().stream().map(CommandList.Command::name).toList();
                    System.err.println(owner(list) + " has no " + kind(list) + " '" + Texts.printable(name) + "'"
                            + Texts.nearMatches(name, names) + " (see ./sockets " + list.module() + " --help)");
                    System.exit(Program.USAGE);
                    return;
                }
                start(module.getPackageName() + "." + command.className(), Arrays.copyOfRange(args, 1, args.length));
            }
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
        String each = list.module() + " " + (kind(list).equals(COMMAND) ? "COMMAND" : "NAME");
        System.out.println("usage: ./sockets " + each + " [OPTIONS]");
        System.out.println();
        System.out.println(list.summary());
        System.out.println();
        int width = list.commands().stream().mapToInt(command -> command.name().length()).max().orElse(0);
        for (CommandList.Command command : list.commands()) {
            System.out.printf("  %-" + Math.max(20, width) + "s  %s%n", command.name(), command.summary());
        }
        System.out.println();
        System.out.println("./sockets " + each + " --help tells a " + kind(list) + "'s options.");
    }

    /** What the list's entries are called: a list below another is named MODULE KIND. */
    private static String kind(CommandList list) {
        int space = list.module().indexOf(' ');
        return space < 0 ? COMMAND : list.module().substring(space + 1);
    }

    private static String owner(CommandList list) {
        return list.module().split(" ", 2)[0];
    }

    private static String version(Class<?> module) {
        String version = module.getPackage().getImplementationVersion();
        return "sockets-by-example " + (version == null ? "(not packaged)" : version) + ", JDK " + Runtime.version();
    }
}
