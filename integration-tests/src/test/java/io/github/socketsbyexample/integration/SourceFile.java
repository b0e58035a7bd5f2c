package io.github.socketsbyexample.integration;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketsbyexample.tools.Installation;

/**
 * A source file of a module, and what it refers to, read from the classes that came of it.
 *
 * @param module the module's folder
 * @param className the class that it is named after; nested ones are part of it
 * @param references outermost classes that it refers to, in whatever place: the JDK's, the modules', those of jars
 */
record SourceFile(String module, String className, Set<String> references) {

    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/]+)(\\$[\\w$]+)?[;<]");

    /** Returns those of all modules but the packages' pages, by the names of their classes. */
    static Map<String, SourceFile> all() throws IOException {
        Map<String, SourceFile> all = new TreeMap<>();
        for (Path module : Checkout.modulesBuilt()) {
            try (Stream<Path> files = Files.walk(module.resolve("target").resolve("classes"))) {
                for (Path file : files.filter(SourceFile::isClass).toList()) {
                    var model = ClassFile.of().parse(file);
                    String name = outermost(model.thisClass().asInternalName());
                    all.computeIfAbsent(name,
                            key -> new SourceFile(module.getFileName().toString(), key, new TreeSet<>()));
                    for (PoolEntry entry : model.constantPool()) {
                        all.get(name).addReferences(entry);
                    }
                }
            }
        }
        return all;
    }

    private static boolean isClass(Path file) {
        return file.toString().endsWith(".class") && !file.endsWith("package-info.class");
    }

    private static String outermost(String internalName) {
        return internalName.replaceFirst("\\$.*", "").replace('/', '.');
    }

    private void addReferences(PoolEntry entry) {
        if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
            references.add(outermost(type.asInternalName()));
        } else if (entry instanceof Utf8Entry text) { // perhaps a descriptor or a signature
            Matcher types = IN_DESCRIPTOR.matcher(text.stringValue());
            while (types.find()) {
                references.add(outermost(types.group(1)));
            }
        }
    }

    /** Returns this file and those that it needs, and they, until nothing is missing. */
    Set<SourceFile> withAllItNeeds(Map<String, SourceFile> all) {
        Map<String, SourceFile> needed = new TreeMap<>(Map.of(className, this));
        Deque<SourceFile> open = new ArrayDeque<>(needed.values());
        while (!open.isEmpty()) {
            for (String reference : open.remove().references()) {
                SourceFile next = all.get(reference);
                if (next != null && needed.putIfAbsent(reference, next) == null) {
                    open.add(next);
                }
            }
        }
        return Set.copyOf(needed.values());
    }

    Path path() {
        return Installation.home()
                .resolve(module)
                .resolve("src/main/java")
                .resolve(className.replace('.', '/') + ".java");
    }

    int lines() throws IOException {
        return Files.readAllLines(path()).size();
    }

    String packageName() {
        return className.substring(0, className.lastIndexOf('.'));
    }

    /** Returns the jar on the class path that holds a class; none for the JDK's. */
    static Optional<Path> jarOf(String className) throws IOException {
        URL place = SourceFile.class.getClassLoader().getResource(className.replace('.', '/') + ".class");
        if (place == null || !place.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        return Optional.of(Path.of(((JarURLConnection) place.openConnection()).getJarFile().getName()));
    }
}
