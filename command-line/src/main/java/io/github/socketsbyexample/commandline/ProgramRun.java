package io.github.socketsbyexample.commandline;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program.StatusTask;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Texts;

/**
 * One run of a {@link Program}: reads the command line, runs the task, and turns whatever comes of it into an exit code
 * and, where that is not 0, one line on standard error.
 */
final class ProgramRun {

    private final Class<?> main;
    private final Options options;
    private final String operandSyntax;
    private final int mostOperands;
    private final int defaultPort;
    private final @Nullable String defaultPath;

    /** Takes what {@link Program} was told. */
    ProgramRun(Class<?> main, Options options, String operandSyntax, int mostOperands, int defaultPort,
            @Nullable String defaultPath) {
        this.main = main;
        this.options = options;
        this.operandSyntax = operandSyntax;
        this.mostOperands = mostOperands;
        this.defaultPort = defaultPort;
        this.defaultPath = defaultPath;
    }

    /** Runs the program's task, unless the command line is wrong or asks for help; returns the exit code. */
    int run(String[] args, StatusTask task) {
        int status = execute(args, task);
        return status == 0 && StandardOutput.isLost() ? Program.FAILED : status;
    }

    private int execute(String[] args, StatusTask task) {
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false) // the shell has taken its own; these are the value's
                    .get()
                    .parse(options, args);
            if (line.hasOption("help")) {
                printHelp();
                return 0;
            }
            if (line.getArgList().size() > mostOperands) {
                throw new UsageException("unexpected argument '" + line.getArgList().get(mostOperands) + "'");
            }
            return attempt(task, new Arguments(line, defaultPort, defaultPath));
        } catch (UnrecognizedOptionException e) {
            String name = e.getOption().split("=", 2)[0];
            return wrongUsage("unknown option '" + name + "'" + NearMatches.of(name, optionNames()));
        } catch (ParseException | UsageException e) {
            return wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private List<String> optionNames() {
        return options.getOptions().stream().map(option -> "--" + option.getLongOpt()).toList();
    }

    private int wrongUsage(String reason) {
        complain(reason + " (see " + usage(CommandList.of(main)) + " --help)");
        return Program.USAGE;
    }

    private int attempt(StatusTask task, Arguments arguments) {
        boolean verbose = arguments.has("verbose");
        if (verbose) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug"); // before the first logger exists
        }
        try {
            return task.run(arguments);
        } catch (UsageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            complain(failure(e, arguments));
            if (verbose) {
                LoggerFactory.getLogger(Program.class).debug("because of", e);
            }
            return Program.FAILED;
        }
    }

    private String failure(Exception e, Arguments arguments) {
        String address = arguments.address();
        return switch (e) {
            case ConnectException named -> String.valueOf(named.getMessage()); // whoever opened the socket said which
            case BindException named -> String.valueOf(named.getMessage());
            case SocketTimeoutException silence ->
                "no answer from " + address + " within " + Durations.format(arguments.timeout());
            case IOException trouble -> (address.isEmpty() ? "" : address + ": ")
                    + (trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage());
            default -> "unexpected failure, please report it: " + e;
        };
    }

    /** One line, straight to standard error: it is the program's answer, not its log. */
    private static void complain(String line) {
        System.err.println(Texts.printable(line.replace('\n', ' ')));
    }

    private String usage(CommandList module) {
        String owner = module.module().equals(CommandList.WITHOUT_A_MODULE) ? "" : module.module() + " ";
        return "./sockets " + owner + module.commandOf(main).name();
    }

    private void printHelp() {
        CommandList module = CommandList.of(main);
        System.out.print(HelpPage.of(usage(module) + " [OPTIONS]" + operandSyntax, module.commandOf(main).summary(),
                options.getOptions()));
    }
}
