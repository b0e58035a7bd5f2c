package io.github.socketsbyexample.common;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Optional;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says of each test that is skipped which it is and why, and keeps what else tests print in a file, if the system property
 * {@value #OUTPUT} names one. JUnit finds this class by its name in META-INF/services.
 */
public final class Skips implements TestExecutionListener {

    /** What each of its lines begins with. */
    public static final String SKIPPED = "skipped: ";

    private static final String OUTPUT = "test.output";

    private static PrintStream console = System.out;
    private static Optional<PrintStream> kept = Optional.empty();

    /** Prints a line that whoever runs the tests shall see. */
    static void say(String line) {
        console.println(line);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        String file = System.getProperty(OUTPUT, "");
        if (file.isEmpty() || kept.isPresent()) {
            return;
        }
        console = System.out;
        try {
            kept = Optional.of(new PrintStream(new FileOutputStream(file), true, console.charset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setOut(kept.get());
        System.setErr(kept.get());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        say(SKIPPED + name(test) + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason was given"));
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaClass().getSimpleName() + ", ")
                .orElse("") + test.getDisplayName();
    }
}
