package io.github.socketsbyexample.pitfalls.network;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.OwnJvm;
import io.github.socketsbyexample.common.Skips;

/**
 * For tests that take {@link TwoHosts}: skips them where there can be none, and gives each a JVM of its own where this
 * one may not have them, that of an ordinary user.
 */
public final class OnHosts implements InvocationInterceptor {

    private static final class Hosts { // asked once

        static final String MISSING = missing();

        private static String missing() {
            try {
                return Namespaces.missing();
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    /** Goes on where there can be two hosts. */
    public static void require() {
        Machine.require("network", Hosts.MISSING.isEmpty(), Hosts.MISSING);
    }

    @Override
    public void interceptTestMethod(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        require();
        List<String> asRoot = Namespaces.asRoot();
        if (asRoot.isEmpty()) {
            invocation.proceed();
        } else {
            invocation.skip();
            Path folder = Files.createTempDirectory("on-hosts");
            List<String> printed = OwnJvm.printed(asRoot, OnHosts.class, folder, context.getUniqueId());
            Files.delete(folder.resolve("printed")); // what a test printed that failed is told of it
            Files.delete(folder);
            printed.stream().filter(line -> line.startsWith(Skips.SKIPPED)).findFirst().ifPresent(Assumptions::abort);
        }
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    /** Runs a single test, in a JVM that may have hosts. */
    public static void main(String[] args) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request().selectors(selectUniqueId(args[0])).build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, System.out.charset()));
        System.exit(summary.getTestsSucceededCount() + summary.getTestsAbortedCount() == 1
                && summary.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
