package io.github.socketsbyexample.threaded;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Collects what a test's servers print on standard output. */
final class PrintedLines implements BeforeEachCallback, AfterEachCallback {

    private final PrintStream screen = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Override
    public void beforeEach(ExtensionContext context) {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setOut(screen);
    }

    /** Returns the lines so far. */
    List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
