package io.github.socketsbyexample.common;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A log that a test can read: what was reported as a warning or an error. */
public final class Reports {

    private final List<String> lines = new ArrayList<>(); // guarded by this

    /** Returns the log to report to. */
    public Logger log() {
        return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("warn") || method.getName().equals("error")) {
                        report((String) arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
                    }
                    return method.getReturnType() == boolean.class ? (Object) true : null;
                });
    }

    private synchronized void report(String message, Object[] arguments) {
        lines.add(MessageFormatter.arrayFormat(message, arguments).getMessage());
    }

    /** Returns the lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
