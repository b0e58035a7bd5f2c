package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.ScriptedServer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** The launcher, as people call it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script; CI runs it with Git's shell there")
class LauncherIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String LAUNCHER = Installation.home().resolve("sockets").toString();

    private static ExampleProcess ended(int exitCode, String... words) throws Exception {
        try (ExampleProcess process = new ExampleProcess(List.of(words))) {
            process.input("");
            assertEquals(exitCode, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            return process;
        }
    }

    @Test
    void aloneItListsEveryModuleAndCommand() throws Exception {
        List<String> listed = ended(0, LAUNCHER).printed();
        for (String command : Commands.ofAllModules()) {
            String module = command.substring(0, command.indexOf(' '));
            String name = command.substring(command.indexOf(' ') + 1);
            assertTrue(listed.stream().anyMatch(line -> line.matches(module + " +\\S.*")), module + " in " + listed);
            assertTrue(listed.stream().anyMatch(line -> line.matches("  " + name + " +\\S.*")), name + " in " + listed);
        }
    }

    @Test
    void runsACommandWithItsArgumentsAsTheyAre() throws Exception {
        try (ExampleProcess server = new ExampleProcess(List.of(LAUNCHER, "tcp-basic", "echo-server", "--port", "0"))) {
            String address = server.awaitReady(DEADLINE);
            String port = address.substring(address.lastIndexOf(':') + 1);
            String odd = "two  words, $HOME \"quoted\" * 你好";
            ExampleProcess client = ended(0, LAUNCHER, "tcp-basic", "echo-client", "--port", port, odd);
            assertEquals(List.of("Received: " + odd), client.printed());
            server.terminate();
            assertEquals(0, server.awaitExit(DEADLINE)); // the signal reached the JVM
            assertEquals(List.of(), server.complaints()); // and nothing had to be built
        }
    }

    @Test
    void worksThroughSymlinksAndFromAnyFolder(@TempDir Path folder) throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), Path.of(LAUNCHER));
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), absolute.getFileName());
        for (String call : List.of("./absolute --version", "./relative --version", "sh relative --version",
                "cd / && \"$2\" --version",
                "PATH=\"$1:$PATH\" relative --version")) {
            String version = ended(0, "sh", "-c", "cd \"$1\" && " + call, "sh", folder.toString(), LAUNCHER)
                    .printed()
                    .getFirst();
            assertTrue(version.matches("sockets-by-example \\S+, JDK \\S+"), version);
        }
        Files.delete(relative); // JUnit would warn of links that lead out of its folder
        Files.delete(absolute);
    }

    @Test
    void unknownModuleIsWrongUsage() throws Exception {
        for (String module : List.of("no-such-module", "docs", "../tcp-basic", ".", "--no-such-option")) {
            List<String> complaints = ended(2, LAUNCHER, module, "echo-client").complaints();
            assertEquals(1, complaints.size(), complaints.toString());
            assertTrue(complaints.getFirst().contains("'" + module + "'"), complaints.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"dmeo | there is no module 'dmeo'; did you mean demo?",
            "Tcp-Basik echo-server | there is no module 'Tcp-Basik'; did you mean tcp-basic, udp-basic?",
            "pitfal half-message | there is no module 'pitfal'; did you mean pitfalls, pitfall?",
            "xyzzy | there is no module 'xyzzy'", "--verison | unknown option '--verison'; did you mean --version?",
            "pitfall half-mesage | there is no pitfall 'half-mesage'; did you mean half-message, half-page?",
            "pitfall --hlep | unknown option '--hlep'; did you mean --help?"})
    void whatIsMisspelledGetsItsNearMatch(String words, String line) throws Exception {
        List<String> call = new ArrayList<>(List.of(LAUNCHER));
        call.addAll(List.of(words.split(" ")));
        List<String> complaints = ended(2, call.toArray(String[]::new)).complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().replaceFirst("^sockets: ", "").startsWith(line + " ("), complaints.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'' | >/dev/full | cannot write standard output: the disk is full, or nobody reads it any more",
            "--version | >/dev/full | cannot write standard output: the disk is full, or nobody reads it any more",
            "'' | >&- | standard output is closed", "tcp-basic echo-server --port 0 | >&- | standard output is closed"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is Linux's")
    void outputThatIsLostIsAFailure(String words, String redirection, String line)
            throws Exception {
        assertEquals(List.of("sockets: " + line),
                ended(1, "sh", "-c", "exec \"$0\" " + words + " " + redirection, LAUNCHER).complaints());
    }

    @Test
    void closedInputIsAnEmptyOneAndClosedErrorsAreLost() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> assertEquals(0, peer.readAll().length))) {
            String port = Integer.toString(server.address().getPort());
            ended(0, "sh", "-c", "exec \"$0\" tcp-basic timestamp-client --port " + port + " <&- 2>&-", LAUNCHER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp-basic timestamp", "socketserver-port interactive"})
    void clientEndsWhoseOutputNobodyReads(String pair) throws Exception {
        String module = pair.substring(0, pair.indexOf(' '));
        String server = pair.endsWith("timestamp") ? "timestamp-server" : "threading-server";
        try (ExampleProcess serving = new ExampleProcess(List.of(LAUNCHER, module, server, "--port", "0"))) {
            String address = serving.awaitReady(DEADLINE);
            String port = address.substring(address.lastIndexOf(':') + 1);
            ended(0, "sh", "-c", "yes | \"$0\" " + pair + "-client --port " + port + " | head -n 1", LAUNCHER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG=zz_ZZ.UTF-8", "LC_ALL=zz_ZZ.utf8", "LC_CTYPE=C"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have file names in a charset that has all characters")
    void fileNamesAreUtf8WhereTheLocaleIsNotInstalled(String locale, @TempDir Path folder) throws Exception {
        List<String> complaints = ended(1, "env", "-u", "LC_ALL", "-u", "LC_CTYPE", locale, LAUNCHER, "http-fetch",
                "fetch", "-o", folder + "/\u00e9", "http://127.0.0.1:1/").complaints();
        assertEquals(List.of("cannot connect to 127.0.0.1:1: Connection refused"), complaints);
    }

    @Test
    void optionsForEveryJvmMayBeOthersThanAClients() throws Exception {
        List<String> complaints = ended(1, "env", "JAVA_TOOL_OPTIONS=-XX:+UseParallelGC", LAUNCHER, "tcp-basic",
                "echo-client", "--port", "1").complaints();
        assertEquals("cannot connect to 127.0.0.1:1: Connection refused", complaints.getLast());
    }

    @Test
    void unknownCommandIsWrongUsage() throws Exception {
        assertEquals(List.of("tcp-basic has no command 'echo-clien'; did you mean echo-client? "
                + "(see ./sockets tcp-basic --help)"), ended(2, LAUNCHER, "tcp-basic", "echo-clien").complaints());
    }

    @Test
    void missingJdkIsOneLine(@TempDir Path folder) throws Exception {
        String script = Files.readString(Path.of(LAUNCHER)).replaceFirst("needed=[0-9]+", "needed=999");
        Files.copy(Installation.home().resolve("pom.xml"), folder.resolve("pom.xml"));
        Path launcher = Files.writeString(folder.resolve("sockets"), script);
        List<String> complaints = ended(1, "sh", launcher.toString(), "--version").complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().startsWith("sockets: no JDK 999 or newer found"), complaints.toString());
    }

    @Test
    void jdkIsTakenFromJavaHomeFirst(@TempDir Path folder) throws Exception {
        Path jdk = fakeJdk(folder.resolve("jdk-77"), "77.0.1");
        Path old = fakeJdk(folder.resolve("jdk-24"), "24.0.2");
        String[] call = {LAUNCHER, "--version"};
        assertTrue(version(List.of("JAVA_HOME=" + jdk), call).endsWith(", JDK 77.0.1"));
        assertTrue(version(List.of("JAVA_HOME=" + old, "JDK_HOME=" + jdk), call).endsWith(", JDK 77.0.1"));
        assertTrue(version(List.of("JAVA_HOME=", "JDK_HOME=", "PATH=" + jdk + "/bin:/usr/bin:/bin"), call)
                .endsWith(", JDK 77.0.1"));
    }

    private static String version(List<String> environment, String... call) throws Exception {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(List.of(call));
        return ended(0, command.toArray(String[]::new)).printed().getFirst();
    }

    private static Path fakeJdk(Path home, String version) throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        assertTrue(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true));
        return home;
    }
}
