package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.socketsbyexample.commandline.StartUpCache;

/** Where the collection lies on this machine, and how its commands are started. */
public final class Installation {

    private static final Path HOME = findHome();

    /**
     * Quick to start and soon at its end: it compiles, with the small compiler, only what runs very often, and not by the
     * start-up cache's profiles of another run; and it leaves that cache's classes where they were. It has no file for
     * jstat, about which JVMs that start at the same time may print a warning.
     */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=20", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTReplayTraining", "-XX:ArchiveRelocationMode=0");

    private Installation() {}

    private static Path findHome() {
        try {
            Path here = Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (Path folder = here; folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve("sockets")) && Files.exists(folder.resolve("pom.xml"))) {
                    return folder;
                }
            }
            throw new IllegalStateException("no folder above " + here + " holds the launcher");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the folder of the launcher and the modules. */
    public static Path home() {
        return HOME;
    }

    /** Returns the jar that runs a module's commands, which may not be built. */
    public static Path jar(String module) {
        String name = module.equals("socketserver-port") ? module + "-programs" : module; // that one's own is a library
        return HOME.resolve(module).resolve("target").resolve(name + ".jar");
    }

    /**
     * Returns what starts a command in a JVM like this one.
     *
     * @throws IOException if the module is not built
     */
    public static List<String> java(String module, List<String> command) throws IOException {
        Path jar = jar(module);
        if (!Files.exists(jar)) {
            throw new IOException(module + " is not built (mvn package does it): " + jar + " is missing");
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(StartUpCache.options(jar));
        line.addAll(SHORT_LIVED);
        line.addAll(List.of("-jar", jar.toString()));
        line.addAll(command);
        return line;
    }
}
