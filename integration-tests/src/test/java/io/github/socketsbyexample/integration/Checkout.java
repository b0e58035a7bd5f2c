package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketsbyexample.tools.Installation;

/** What is written by hand, and which modules. What is built may be deleted just now by a build that runs beside this. */
final class Checkout {

    private static final Set<String> NOT_BY_HAND = Set.of("target", ".git", "node_modules");

    private Checkout() {}

    /** Returns the folders of all modules. */
    static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Installation.home())) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
        }
    }

    /** Returns those that have classes and are built before this one; benchmarks may be built at the same time. */
    static List<Path> modulesBuilt() throws IOException {
        return modules().stream()
                .filter(module -> Files.exists(module.resolve("src/main/java")) && !module.endsWith("benchmarks"))
                .toList();
    }

    /** Returns all pages, as seen from the folder of the modules. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(Installation.home(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_BY_HAND.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(Installation.home().relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(pages);
        return pages;
    }
}
