package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.socketsbyexample.tools.ExampleProcess;
import io.github.socketsbyexample.tools.Installation;
import io.netty.util.Version;

/** What this machine has to build and start the peers with; what it has not is told by each peer that needs it. */
final class Toolchain {

    private static final Duration DEADLINE = Duration.ofSeconds(60); // for a compiler on a busy machine
    private static final Path HOME = Installation.home().resolve("benchmarks");

    /** What was generated in this module, and may be deleted. */
    static final Path TARGET = HOME.resolve("target");

    private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final boolean quick;
    private final Optional<String> python;
    private final Optional<String> curl;

    /** Looks around; {@code quick} lets JVMs start quickly, which is of no use to measure them. */
    Toolchain(boolean quick) throws IOException {
        this.quick = quick;
        // Past any version manager's shim, which takes longer than the interpreter behind it.
        python = answer(
                List.of("python3", "-c", "import sys; assert sys.version_info >= (3, 8); print(sys.executable)"));
        curl = answer(List.of("curl", "--version")).map(version -> "curl");
    }

    /** Returns the first line that a program prints, or nothing if there is no such program or it fails. */
    static Optional<String> answer(List<String> command) throws IOException {
        try (ExampleProcess process = new ExampleProcess(command)) {
            process.input("");
            return process.awaitExit(DEADLINE) == 0 ? process.printed().stream().findFirst() : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return Optional.empty(); // not on the PATH
        }
    }

    /** Returns a command of a module, in a JVM like this one with its defaults. */
    static List<String> java(String module, String... command) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-jar", Installation.jar(module).toString()));
        words.addAll(List.of(command));
        return words;
    }

    private List<String> program(String module, String... command) {
        List<String> words = java(module, command);
        words.addAll(1, quick ? QUICK : List.of());
        return words;
    }

    Peer ours(String name, String module, String... command) {
        return new Peer(name, Peer.House.OURS, program(module, command), "");
    }

    Peer netty(NettyEcho.Transport transport) {
        return new Peer(transport.toString().replace('-', ' ').replace("netty", "Netty"), Peer.House.NETTY,
                program("benchmarks", "serve", "--port", "0", "--design", transport.toString()),
                transport.isAvailable() ? "" : "Netty has no such library for this system");
    }

    /** Returns a program in Python of {@code src/main/python}. */
    Peer python(String name, String script, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(python.orElse("python3"));
        words.add(HOME.resolve("src/main/python").resolve(script).toString());
        words.addAll(List.of(arguments));
        return new Peer(name, Peer.House.PYTHON, words,
                python.isPresent() ? "" : "no python3 (3.8 or newer) on the PATH");
    }

    Peer curl(String... arguments) {
        List<String> words = new ArrayList<>(List.of("curl"));
        words.addAll(List.of(arguments));
        return new Peer("curl", Peer.House.C, words, curl.isPresent() ? "" : "no curl on the PATH");
    }

    /** Returns a program of {@code src/main/c}, compiled if it is not or its source is newer. */
    static Peer c(String name, String program, String... arguments) throws IOException {
        Path source = HOME.resolve("src/main/c").resolve(program + ".c");
        Path binary = TARGET.resolve("c").resolve(program);
        String missing = isNewer(binary, source) ? "" : compile(source, binary);
        List<String> words = new ArrayList<>(List.of(binary.toString()));
        words.addAll(List.of(arguments));
        return new Peer(name, Peer.House.C, words, missing);
    }

    private static boolean isNewer(Path binary, Path source) throws IOException {
        return Files.exists(binary)
                && Files.getLastModifiedTime(binary).compareTo(Files.getLastModifiedTime(source)) > 0
                && Files.getLastModifiedTime(binary)
                        .compareTo(
                                Files.getLastModifiedTime(source.resolveSibling("listening.h"))) > 0;
    }

    /** Returns why that failed, or nothing. */
    private static String compile(Path source, Path binary) throws IOException {
        Path made = Files.createDirectories(binary.getParent())
                .resolve(binary.getFileName() + "-" + ProcessHandle.current().pid());
        try (ExampleProcess gcc = new ExampleProcess(
                List.of("gcc", "-O2", "-Wall", "-pthread", "-o", made.toString(), source.toString()))) {
            if (gcc.awaitExit(DEADLINE) == 0) {
                Files.move(made, binary, StandardCopyOption.ATOMIC_MOVE); // another run may be doing the same
                return "";
            }
            return "gcc can't compile it here: " + gcc.complaints()
                    .stream()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse("no reason given");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return "no gcc on the PATH";
        }
    }

    /** Returns lines that tell on what all this runs. */
    List<String> versions() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        python.flatMap(path -> silently(List.of(path, "--version"))).ifPresent(lines::add);
        answer(List.of("gcc", "--version")).ifPresent(lines::add);
        answer(List.of("curl", "--version")).map(line -> line.replaceAll(" \\(.*", "")).ifPresent(lines::add);
        Optional.ofNullable(Version.identify().get("netty-transport"))
                .ifPresent(version -> lines.add("Netty " + version.artifactVersion()));
        return lines;
    }

    private static Optional<String> silently(List<String> command) {
        try {
            return answer(command);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
