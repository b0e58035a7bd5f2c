package io.github.socketsbyexample.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.commandline.OptionValues;
import io.github.socketsbyexample.commandline.StartUpCache;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;

/** What starts with a cache starts as it would without, only sooner; here with a module of one class. */
class StartUpCacheIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path module;

    private Path jar;

    @BeforeEach
    void makeTheModule() throws Exception {
        assumeTrue(StartUpCache.options(Installation.jar("tcp-basic")).size() > 0 || noOptionsForEveryJvm(),
                "JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS or _JAVA_OPTIONS is set, with which no cache is used");
        jar = module.resolve("module.jar");
        pack("one");
        Files.write(module.resolve("packed"), List.of("module.jar", module.toString()));
    }

    private static boolean noOptionsForEveryJvm() {
        return Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .noneMatch(System.getenv()::containsKey);
    }

    /** A module that says a word, whose jar finds the classes of the collection in tcp-basic's. */
    private void pack(String word) throws IOException {
        Path source = module.resolve("Say.java");
        Files.writeString(source, """
                public class Say {
                    public static void main(String[] args) {
                        System.out.println("%s");
                        if (args[0].equals("fail")) {
                            throw new IllegalStateException("as told");
                        }
                        if (args[0].equals("refuse")) {
                            io.github.socketsbyexample.commandline.Program.task(Say.class).operands("WORD", 1).run(args, _ -> {
                                throw new java.io.IOException("as it shall");
                            });
                        }
                        if (args[0].equals("lose")) {
                            new java.io.File(System.getProperty("java.class.path")).delete();
                        }
                    }
                }
                """.formatted(word));
        List<Path> libraries;
        try (Stream<Path> files = Files.list(Installation.jar("tcp-basic").resolveSibling("lib"))) {
            libraries = files.toList();
        }
        assertEquals(List.of(), Compilation.errors(List.of(source), libraries, module));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH,
                        libraries.stream().map(each -> each.toUri().toString()).collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream classes = new JarOutputStream(file, manifest)) {
            classes.putNextEntry(new ZipEntry("Say.class"));
            classes.write(Files.readAllBytes(module.resolve("Say.class")));
        }
    }

    /** Makes the cache as the build does; returns what that prints. */
    private String made(String step) throws Exception {
        return printed(List.of(), StartUpCache.class.getName(), jar.toString(), "Say", step);
    }

    private String printed(List<String> options, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(List.of("-cp", jar.toString()));
        command.addAll(options);
        command.addAll(List.of(words));
        try (ExampleProcess process = new ExampleProcess(command)) {
            assertEquals(0, process.awaitExit(DEADLINE), () -> process.complaints().toString());
            assertEquals(List.of(), process.complaints());
            return String.join("\n", process.printed());
        }
    }

    private List<String> options() throws IOException {
        return StartUpCache.options(jar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp-basic", "udp-basic", "threaded-server", "remote-exec", "http-fetch",
            "socketserver-port",
            "pitfalls", "tools"})
    void buildMakesOneForEveryModuleThatIsBuiltByNow(String name) throws Exception {
        String options = Installation.java(name, List.of("--version")).toString();
        assertTrue(options.contains("-XX:AOTCache="), options);
    }

    @Test
    void forkingServersChildrenStartWithTheirs() throws Exception {
        String cache = Installation.jar("socketserver-port").resolveSibling("children.aot").toString();
        try (ExampleProcess server = new ExampleProcess(
                Installation.java("socketserver-port", List.of("forking-server", "--port", "0")));
                RawPeer client = RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                        OptionValues.address(server.awaitReady(DEADLINE)).getPort()))) {
            ProcessHandle child = await().atMost(DEADLINE)
                    .until(() -> server.process().children().findFirst(), Optional::isPresent)
                    .orElseThrow();
            Path mapped = Path.of("/proc", String.valueOf(child.pid()), "maps"); // what it really uses; Linux tells
            if (Files.exists(mapped)) {
                await().atMost(DEADLINE).until(() -> Files.readString(mapped).contains(cache));
            }
            client.send("hello\n");
            client.halfClose();
            assertEquals("HELLO", new String(client.readAll(), StandardCharsets.UTF_8));
            assertEquals(List.of(), server.complaints());
        }
    }

    @Test
    void rebuiltClassIsSeen() throws Exception {
        assertEquals("", made("say"));
        List<String> options = new ArrayList<>(options());
        options.add("-Xlog:class+load");
        String loaded = printed(options, "Say", "say");
        assertTrue(loaded.contains(" Say source: shared objects file"), loaded);

        pack("two");
        assertEquals("two", printed(options(), "Say", "say"));
    }

    @Test
    void damagedOneCostsNoLine() throws Exception {
        assertEquals("", made("say"));
        try (FileChannel cache = FileChannel.open(module.resolve("start-up.aot"), StandardOpenOption.WRITE)) {
            for (long length : new long[]{cache.size() / 2, 100, 0}) {
                cache.truncate(length);
                assertFalse(options().isEmpty());
                assertEquals("one", printed(options(), "Say", "say"));
            }
        }
        Files.writeString(module.resolve("start-up.aot"), "no cache at all");
        assertEquals("one", printed(options(), "Say", "say"));
    }

    @Test
    void noneIsUsedThatIsOlderThanAJarOrTheJdk() throws Exception {
        Path cache = Files.createFile(module.resolve("start-up.aot"));
        Files.setLastModifiedTime(cache, Files.getLastModifiedTime(jar)); // as old is too old
        assertEquals(List.of(), options());
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertFalse(options().isEmpty());
        Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH.plusSeconds(1)));
        assertEquals(List.of(), options());
    }

    @Test
    void noneIsUsedThatWasCopiedWithItsFolder() throws Exception {
        Path cache = Files.createFile(module.resolve("start-up.aot"));
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().plusSeconds(10)));
        Path copy = Files.createDirectory(module.resolve("copy"));
        for (String name : List.of("module.jar", "packed", "start-up.aot")) {
            Files.copy(module.resolve(name), copy.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        assertFalse(options().isEmpty());
        assertEquals(List.of(), StartUpCache.options(copy.resolve("module.jar")));
    }

    @Test
    void rehearsalThatFailsLeavesNoneAndSaysSo() throws Exception {
        Files.writeString(module.resolve("start-up.aot"), "of an earlier build");
        String line = made("fail");
        assertTrue(line.startsWith("no start-up cache, so the programs start more slowly: exit code 1"), line);
        assertEquals(List.of(), options());
        try (Stream<Path> files = Files.list(module)) {
            assertEquals(List.of(), files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(each -> each.startsWith("start-up"))
                    .toList());
        }
    }

    @Test
    void rehearsalGoesOnAfterAStepThatFailsAsItShall() throws Exception {
        assertEquals("", made("1 refuse ; say"));
        String line = made("2 refuse ; say");
        assertTrue(line.startsWith("no start-up cache, so the programs start more slowly: exit code 1"), line);
    }

    @Test
    void successWithoutAFileIsNoneAndSaysSo() throws Exception {
        String line = made("lose");
        assertTrue(line.contains(" more slowly: exit code 0 but wrote no file, "), line);
    }

    @Test
    void whatStandsInItsWayEndsNoBuildAndIsSaidInALine() throws Exception {
        Files.createFile(Files.createDirectory(module.resolve("children.aot")).resolve("file"));
        String forking = Installation.jar("socketserver-port").toString();
        String children = printed(List.of("-cp", forking),
                "io.github.socketsbyexample.socketserver.examples.ChildCache", jar.toString());
        assertTrue(children.matches("no start-up cache for children, .*DirectoryNotEmptyException.*"), children);
    }
}
