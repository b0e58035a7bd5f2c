package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.OneJvm;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** What every command does with its command line: help, wrong usage, version. */
class CommandLineIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** {@code MODULE COMMAND… | LINE} */
    private static final List<String> WRONG = """
            tcp-basic echo-server --port 65536 | --port: '65536' is not a port number (0 to 65535)
            tcp-basic echo-server --port -1 | --port: '-1' is not a port number (0 to 65535)
            tcp-basic echo-server --backlog 0 | --backlog: '0' is not a whole number from 1 to 65535
            tcp-basic echo-server --host [::1 | --host: '[::1' is not a host name or address
            tcp-basic echo-server surplus | unexpected argument 'surplus'
            tcp-basic echo-client --port 0 | --port: a server can't be reached at port 0
            tcp-basic echo-client --timeout 0s | --timeout: '0s' is not within 1ms and 1440m
            tcp-basic echo-client --timeout 10 | --timeout: '10' is not a time such as 500ms, 2s or 1m
            tcp-basic echo-client two words | unexpected argument 'words'
            tcp-basic greeting-server --charset gbkk | --charset: unknown charset 'gbkk'; did you mean GBK?
            http-fetch fetch --max-size 1.5G http://127.0.0.1:9/ \
            | --max-size: '1.5G' is not a size such as 4096, 64K, 16M or 1G
            http-fetch fetch --max-size 0 http://127.0.0.1:9/ | --max-size: '0' is not within 1 and 8589934591G
            http-fetch fetch -o  http://127.0.0.1:9/ | --output: there is no file name
            http-fetch fetch -o new.bin/ http://127.0.0.1:9/ | --output: 'new.bin/' is a folder's name
            http-fetch server --directory  --port 0 | --directory: '' is no folder
            socketserver-port unix-stream-server --path /abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs\
            tuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabc \
            | --path: a socket's path has up to 107 bytes, this one 108
            socketserver-port unix-stream-client --port 9999 | unknown option '--port'
            tcp-basic echo-server --prot 9 | unknown option '--prot'; did you mean --port?
            tcp-basic echo-server --BACKLOGS=9 | unknown option '--BACKLOGS'; did you mean --backlog?
            tcp-basic echo-server -p 9 | unknown option '-p'
            socketserver-port interactive-client surplus | unexpected argument 'surplus'
            udp-basic hello-server --backlog 5 | unknown option '--backlog'
            udp-basic address-client two words | unexpected argument 'words'
            tools tap --port 0 | --to is missing
            tools tap --to 127.0.0.1 | --to: '127.0.0.1' is not HOST:PORT
            tools tap --to 127.0.0.1:0 | --to: a server can't be reached at port 0
            tools tap --to ::1:80 | --to: '::1:80': an IPv6 address needs brackets, as in [::1]:50007
            tools tap --port 9 --to 127.0.0.1:9 | --to: that is where the tap itself shall listen
            tools tap --port 9 --to localhost:9 | --to: that is where the tap itself shall listen
            tools tap --to 127.0.0.1:9 --show 1025 | --show: '1025' is not a whole number from 0 to 1024
            tools tap --to 127.0.0.1:9 --mermaid /no/such | --mermaid: cannot write '/no/such': there is no such folder
            tools tap --to 127.0.0.1:9 --mermaid no-such/ | --mermaid: 'no-such/' is a folder's name
            tools tap surplus --to 127.0.0.1:9 | unexpected argument 'surplus'
            tcp-basic file-server --directory  --port 0 | --directory: '' is no folder to write to
            tcp-basic file-server --directory /dev/null | --directory: '/dev/null' is no folder, and can't be made one
            tcp-basic file-server --max-size 16X | --max-size: '16X' is not a size such as 4096, 64K, 16M or 1G
            tcp-basic file-client | FILE is missing
            tcp-basic file-client no-such-file | FILE: 'no-such-file' is not there
            tcp-basic file-client . | FILE: '.' is no regular file
            tcp-basic file-client /dev/null | FILE: '/dev/null' is no regular file
            tcp-basic wait-for | HOST:PORT is missing
            tcp-basic wait-for 127.0.0.1 | HOST:PORT: '127.0.0.1' is not HOST:PORT
            tcp-basic wait-for ::1:80 | HOST:PORT: '::1:80': an IPv6 address needs brackets, as in [::1]:50007
            tcp-basic wait-for 127.0.0.1:0 | HOST:PORT: a server can't be reached at port 0
            tcp-basic wait-for --timeout 0s 127.0.0.1:9 | --timeout: '0s' is not within 1ms and 1440m
            udp-basic local-address --to host:http | --to: 'http' is not a port number (0 to 65535)
            tcp-basic greeting-client --charset US-ASCII 你 | --charset: charset US-ASCII has no '你' (U+4F60)
            """.lines().toList();

    static List<String> commands() throws IOException {
        return Commands.ofModulesBuilt();
    }

    /** The launcher takes those of tools without their module. */
    private static String asTyped(String command) {
        return command.replaceFirst("^tools ", "");
    }

    /** Runs {@code MODULE COMMAND…} to its end. */
    private static ExampleProcess ended(String commandLine, int exitCode) throws Exception {
        List<String> words = List.of(commandLine.split(" ", -1));
        try (ExampleProcess process = new ExampleProcess(
                Installation.java(words.getFirst(), words.subList(1, words.size())))) {
            process.input("");
            assertEquals(exitCode, process.awaitExit(DEADLINE), () -> commandLine + ": " + process.complaints());
            return process;
        }
    }

    static Map<String, List<String>> commandsOfModules() throws IOException {
        return commands().stream()
                .collect(Collectors.groupingBy(command -> command.substring(0, command.indexOf(' '))));
    }

    static Set<String> modules() throws IOException {
        return commandsOfModules().keySet();
    }

    /** One of each module: what none of them may do is checked in one place. */
    static List<String> firstCommands() throws IOException {
        return commandsOfModules().values().stream().map(List::getFirst).toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void helpTellsUsageAndOptions(String module) throws Exception {
        List<String> commands = commandsOfModules().get(module);
        OneJvm.printed(module,
                commands.stream().map(each -> each.substring(each.indexOf(' ') + 1) + " --help").toList())
                .forEach((commandLine, help) -> {
                    String usage = "./sockets " + asTyped(module + " " + commandLine.replace("--help", "[OPTIONS]"));
                    assertTrue(help.getFirst().contains(usage), help.toString());
                    assertTrue(help.toString().contains("--verbose"), help.toString());
                });
    }

    @ParameterizedTest
    @MethodSource("firstCommands")
    void unknownOptionIsWrongUsageInOneLine(String command) throws Exception {
        ExampleProcess wrong = ended(command + " --no-such-option", 2);
        assertEquals(List.of("unknown option '--no-such-option' (see ./sockets " + asTyped(command) + " --help)"),
                wrong.complaints());
        assertEquals(List.of(), wrong.printed());
    }

    @ParameterizedTest
    @MethodSource("commands")
    @Tag("full")
    void unknownOptionIsWrongUsageInOneLineWithEveryCommand(String command) throws Exception {
        unknownOptionIsWrongUsageInOneLine(command);
    }

    static Set<String> modulesCalledWrongly() {
        return WRONG.stream().map(row -> row.substring(0, row.indexOf(' '))).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("modulesCalledWrongly")
    void valueThatMakesNoSenseIsWrongUsageInOneLine(String module) throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        for (String row : WRONG) {
            String[] columns = row.split(" \\| ", -1);
            if (columns[0].startsWith(module + " ")) {
                expected.put(columns[0].substring(module.length() + 1), columns[1]);
            }
        }
        Map<String, List<String>> complaints = OneJvm.complaints(module, List.copyOf(expected.keySet()));
        expected.forEach((commandLine, line) -> {
            List<String> said = complaints.get(commandLine);
            assertEquals(1, said.size(), () -> commandLine + ": " + said);
            assertTrue(said.getFirst().startsWith(line + " (see ./sockets "), () -> commandLine + ": " + said);
        });
    }

    /** The words are those of the library that reads options. */
    @ParameterizedTest
    @CsvSource({"tcp-basic echo-client --port, port", "remote-exec client -c, c",
            "tcp-basic echo-server --reuse-address --no-reuse-address, reuse-address"})
    void optionThatCannotBeReadIsNamedInOneLine(String commandLine, String option) throws Exception {
        String complaint = complaint(commandLine);
        String hint = " (see ./sockets " + commandLine.substring(0, commandLine.indexOf(" -")) + " --help)";
        assertTrue(complaint.endsWith(hint), complaint);
        assertTrue(complaint.replace(hint, "").matches(".*\\b" + option + "\\b.*"), complaint);
    }

    private static String complaint(String commandLine) throws Exception {
        ExampleProcess wrong = ended(commandLine, 2);
        assertEquals(1, wrong.complaints().size(), wrong.complaints().toString());
        assertEquals(List.of(), wrong.printed());
        return wrong.complaints().getFirst();
    }

    /** Locales in which the JVM takes what is not ASCII for U+FFFD: none, the standard's, one that is not installed. */
    static List<String> localesWithoutACharset() {
        return List.of("", "POSIX", "zz_ZZ.GBK");
    }

    private static ExampleProcess inLocale(String locale, String module, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "LC_CTYPE", "-u", "LANG", "LC_ALL=" + locale));
        command.addAll(Installation.java(module, List.of(words)));
        return new ExampleProcess(command);
    }

    /** A JVM without a locale opens no jar in a folder whose name is not ASCII. */
    static void requirePathWithoutALocale() {
        String path = Installation.jar("tcp-basic").toString();
        Machine.require("ascii-path", StandardCharsets.US_ASCII.newEncoder().canEncode(path),
                "the checkout's path is not ASCII, and no JVM finds it in a POSIX locale");
    }

    @ParameterizedTest
    @MethodSource("localesWithoutACharset")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems hand arguments on in a charset that has all characters")
    void argumentsAreUtf8WhereTheEnvironmentNamesNoCharset(String locale) throws Exception {
        requirePathWithoutALocale();
        try (ScriptedServer server = new ScriptedServer(client -> client.send(client.readAll()));
                ExampleProcess process = inLocale(locale, "tcp-basic", "echo-client", "--port",
                        Integer.toString(server.address().getPort()), "a你é")) {
            process.input("");
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            assertEquals(List.of("Received: a你é"), process.printed());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"http-fetch | fetch http://127.0.0.1:9/ -o é.html | --output",
            "http-fetch | server --directory é | --directory",
            "socketserver-port | unix-stream-server --path é | --path"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have file names in a charset that has all characters")
    void fileNameThatTheLocaleCannotHoldIsWrongUsageInOneLine(String module, String words, String option)
            throws Exception {
        requirePathWithoutALocale();
        try (ExampleProcess process = inLocale("C", module, words.split(" ", -1))) {
            process.input("");
            assertEquals(2, process.awaitExit(DEADLINE));
            assertEquals(1, process.complaints().size(), process.complaints().toString());
            String line = process.complaints().getFirst();
            assertTrue(line.startsWith(option + ": ")
                    && line.contains("can't be a file's name here, where names are in ANSI_X3.4-1968"), line);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not tell what is open")
    void closedInputIsNotAFileOfTheJvms() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(
                client -> heard.add(new String(client.readAll(), StandardCharsets.UTF_8)))) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" <&-"));
            command.addAll(Installation.java("threaded-server",
                    List.of("chat-client", "--port", Integer.toString(server.address().getPort()), "Anna")));
            try (ExampleProcess process = new ExampleProcess(command)) {
                assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            }
            assertEquals("Anna\n", heard.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource({"udp-basic local-address --to 127.0.0.1, >/dev/full", "udp-basic local-address --to 127.0.0.1, >&-",
            "tcp-basic echo-client --help, >/dev/full", "tcp-basic --help, >/dev/full", "tcp-basic --help, >&-",
            "tcp-basic --version, >/dev/full", "tcp-basic echo-server --port 0, >/dev/full",
            "tcp-basic echo-server --port 0, >&-", "tools demo udp-basic, >/dev/full", "pitfalls, >/dev/full",
            "pitfalls half-message, >/dev/full"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is Linux's")
    void outputThatIsLostIsAFailure(String commandLine, String redirection) throws Exception {
        List<String> words = List.of(commandLine.split(" "));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" " + redirection));
        command.addAll(Installation.java(words.getFirst(), words.subList(1, words.size())));
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            assertEquals(1, process.awaitExit(DEADLINE));
            assertEquals(List.of("cannot write standard output: the disk is full, or nobody reads it any more"),
                    process.complaints());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "tcp-basic ehco-server | tcp-basic has no command 'ehco-server'; did you mean echo-server? "
                    + "(see ./sockets tcp-basic --help)",
            "tcp-basic nothing-like-it | tcp-basic has no command 'nothing-like-it' (see ./sockets tcp-basic --help)",
            "tcp-basic --versoin | unknown option '--versoin'; did you mean --version? (see ./sockets tcp-basic --help)"})
    void unknownCommandIsWrongUsageWithNearMatches(String commandLine, String line) throws Exception {
        ExampleProcess wrong = ended(commandLine, 2);
        assertEquals(List.of(line), wrong.complaints());
    }

    @ParameterizedTest
    @CsvSource({"tcp-basic --help", "tcp-basic -h"})
    void moduleListsItsCommands(String commandLine) throws Exception {
        String listed = ended(commandLine, 0).printed().toString();
        for (String command : Commands.ofModulesBuilt()) {
            if (command.startsWith("tcp-basic ")) {
                assertTrue(listed.contains(command.substring(command.indexOf(' '))), listed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource("tcp-basic --version")
    void versionTellsTheJdkToo(String commandLine) throws Exception {
        String version = ended(commandLine, 0).printed().getFirst();
        assertTrue(version.matches("sockets-by-example [0-9].*, JDK " + Runtime.version().feature() + ".*"), version);
    }
}
