package io.github.socketsbyexample.common;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Says of each test that is skipped which it is and why. JUnit finds this class by its name in META-INF/services. */
public final class Skips implements TestExecutionListener {

    /** What each of its lines begins with. */
    public static final String SKIPPED = "skipped: ";

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        Machine.say(SKIPPED + name(test) + ": " + reason);
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
