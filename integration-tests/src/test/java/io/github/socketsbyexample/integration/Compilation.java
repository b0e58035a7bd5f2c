package io.github.socketsbyexample.integration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles as a reader would: in this JDK's own language, with what is on the class path and nothing else. */
final class Compilation {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Compilation() {}

    /**
     * Compiles some files.
     *
     * @param output gets the classes; a folder of the caller's
     * @return what is wrong with them; empty if nothing is
     */
    static List<String> errors(List<Path> files, List<Path> classPath, Path output) throws IOException {
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
            String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            List<String> options = List.of("-proc:none", "-d", output.toString(), "-classpath",
                    path.isEmpty() ? output.toString() : path); // an empty one would be the current folder
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            COMPILER.getTask(null, manager, diagnostics, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            return diagnostics.getDiagnostics()
                    .stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .map(Object::toString)
                    .toList();
        }
    }
}
