package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.commandline.CommandList;
import io.github.socketsbyexample.commandline.OneJvm;
import io.github.socketsbyexample.tools.Catalogue;
import io.github.socketsbyexample.tools.Installation;
import io.github.socketsbyexample.tools.Pair;
import io.github.socketsbyexample.tools.PairRun;

/**
 * Every class that has a {@code main}, found among the compiled ones of all modules, is started by its own name, as an IDE
 * does it: as far as its help, and with the long tests a command in its pair, to its end. One that no list names fails
 * here, so that none is forgotten. {@link PairsIT} and {@link CommandLineIT} go through the jars, and see only what is
 * listed.
 *
 * <p>Left out: the pitfalls, which {@link PitfallsIT} finds and runs; benchmarks, which may not be built yet and runs
 * what its list names, so that only the list is checked here; and {@link #STARTED_BY_OTHERS}.
 */
class EveryMainRunsIT {

    /** By a forking server, whose pair is in the catalogue, and by the build ({@link StartUpCacheIT}). */
    private static final Set<String> STARTED_BY_OTHERS = Set.of(
            "io.github.socketsbyexample.socketserver.ForkedProgram",
            "io.github.socketsbyexample.socketserver.examples.ChildCache",
            "io.github.socketsbyexample.socketserver.examples.ChildCache$RecordingServer",
            "io.github.socketsbyexample.commandline.Rehearsal",
            "io.github.socketsbyexample.commandline.StartUpCache");

    /**
     * A class that has a {@code main}.
     *
     * @param module whose class it is
     * @param command which command of the module's list runs it, if one does
     */
    record Main(String module, String className, Optional<CommandList.Command> command) {
        String commandLine() {
            return module + " " + command.orElseThrow().name();
        }

        boolean runs(Pair.End end) {
            return end.module().equals(module)
                    && command.filter(each -> each.name().equals(end.command().getFirst())).isPresent();
        }

        @Override
        public String toString() {
            return module + " " + className;
        }
    }

    static List<Main> mains() throws IOException {
        List<Main> mains = new ArrayList<>();
        for (Path module : Checkout.modulesBuilt()) {
            if (module.endsWith("pitfalls")) {
                continue;
            }
            try (Stream<Path> files = Files.walk(module.resolve("target").resolve("classes"))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .sorted()
                        .forEach(file -> main(module.getFileName().toString(), file)
                                .filter(main -> !STARTED_BY_OTHERS.contains(main.className()))
                                .ifPresent(mains::add));
            }
        }
        return mains;
    }

    private static Optional<Main> main(String module, Path file) {
        try {
            ClassModel model = ClassFile.of().parse(file);
            if (model.methods().stream().noneMatch(EveryMainRunsIT::isMain)) {
                return Optional.empty();
            }
            String name = model.thisClass().asInternalName().replace('/', '.');
            return Optional.of(new Main(module, name, command(file, name.substring(name.lastIndexOf('.') + 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The launcher takes one with or without arguments, static or not. */
    private static boolean isMain(MethodModel method) {
        return method.methodName().equalsString("main")
                && method.methodType().stringValue().matches("\\((\\[Ljava/lang/String;)?\\)V");
    }

    private static Optional<CommandList.Command> command(Path file, String simpleName) throws IOException {
        Path list = file.resolveSibling("commands.txt");
        if (!Files.exists(list)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            return CommandList.read(lines)
                    .commands()
                    .stream()
                    .filter(command -> command.className().equals(simpleName))
                    .findFirst();
        }
    }

    private static boolean isModulesOwn(Main main) throws IOException {
        if (!Files.exists(Installation.jar(main.module()))) {
            return false;
        }
        try (JarFile jar = new JarFile(Installation.jar(main.module()).toFile())) {
            return main.className().equals(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        }
    }

    /** For each end of a pair one that it is an end of. */
    static Set<Pair> pairs() throws IOException {
        return mains().stream()
                .flatMap(main -> pairOf(main).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<Pair> pairOf(Main main) {
        return Catalogue.PAIRS.stream().filter(each -> each.ends().stream().anyMatch(main::runs)).findFirst();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Tag("full")
    void startsAnswersAndStops(Pair pair) throws Exception {
        PairRun run = new PairRun(pair);
        for (Main main : mains()) {
            for (Pair.End end : pair.ends()) {
                if (main.runs(end)) {
                    List<String> program = byName(main, end.command());
                    run = end.equals(pair.client()) ? run.withClient(program) : run.withServer(program);
                }
            }
        }
        assertEquals(Optional.empty(), run.run((end, line) -> {}));
    }

    static Map<String, List<Main>> mainsOfModules() throws IOException {
        return mains().stream().collect(Collectors.groupingBy(Main::module));
    }

    static Set<String> modulesWithMains() throws IOException {
        return mainsOfModules().keySet();
    }

    @ParameterizedTest
    @MethodSource("modulesWithMains")
    void eachTellsWhatItIs(String module) throws Exception {
        List<Main> mains = mainsOfModules().get(module);
        Map<String, List<String>> help = OneJvm.printedByClasses(module,
                mains.stream().map(main -> main.className() + " --help").toList());
        for (Main main : mains) {
            List<String> printed = help.get(main.className() + " --help");
            if (isModulesOwn(main)) {
                assertListsTheCommandsOf(module, String.join("\n", printed));
            } else {
                assertTrue(main.command().isPresent(), main + " has a main, and no line of commands.txt runs it");
                assertTrue(printed.getFirst()
                        .contains("./sockets " + main.commandLine().replaceFirst("^tools ", "")), printed.toString());
            }
        }
    }

    @Test
    void everyMainOfBenchmarksIsListed() throws IOException {
        Set<String> listed = new TreeSet<>(Set.of("Benchmarks")); // which the jar itself starts
        Commands.lists()
                .stream()
                .filter(list -> list.module().equals("benchmarks"))
                .forEach(list -> list.commands().forEach(command -> listed.add(command.className())));
        Set<String> mains = new TreeSet<>();
        try (Stream<Path> sources = Files.find(Installation.home().resolve("benchmarks").resolve("src/main/java"), 12,
                (path, attributes) -> attributes.isRegularFile())) {
            for (Path source : sources.toList()) {
                if (Files.readString(source).contains("void main(")) {
                    mains.add(source.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertEquals(listed, mains);
    }

    private static List<String> byName(Main main, List<String> command) throws IOException {
        List<String> line = Installation.java(main.module(), command);
        int jar = line.indexOf("-jar");
        line.set(jar, "-cp");
        line.set(jar + 2, main.className()); // in place of the command
        line.add(jar, "--enable-native-access=ALL-UNNAMED"); // without the jar's manifest, which says so where needed
        return line;
    }

    private static void assertListsTheCommandsOf(String module, String printed) throws IOException {
        for (String command : Commands.ofModulesBuilt()) {
            if (command.startsWith(module + " ")) {
                assertTrue(printed.contains("\n  " + command.substring(module.length() + 1) + " "), printed);
            }
        }
    }
}
