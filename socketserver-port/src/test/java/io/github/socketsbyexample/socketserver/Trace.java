package io.github.socketsbyexample.socketserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hooks that were called, in order, and what the test wants them to do besides. Safe for use by many threads. */
final class Trace {

    /** What a hook does besides being recorded, such as throwing something. */
    interface Action {
        void run() throws Exception;
    }

    private final List<String> calls = new ArrayList<>(); // guarded by this
    private final Map<String, Action> actions = new ConcurrentHashMap<>();

    /** Records a hook, and does what it was told to. */
    void called(String hook) {
        synchronized (this) {
            calls.add(hook);
        }
        Action action = actions.get(hook);
        if (action != null) {
            run(action);
        }
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            Trace.<RuntimeException>sneak(e); // hooks differ in what they declare
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> void sneak(Exception e) throws E {
        throw (E) e;
    }

    /** Has a hook do something each time it is called. */
    Trace on(String hook, Action action) {
        actions.put(hook, action);
        return this;
    }

    /** Has a hook do nothing special any more. */
    void off(String hook) {
        actions.remove(hook);
    }

    /** Returns the hooks called so far. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns how often a hook was called. */
    long count(String hook) {
        return calls().stream().filter(hook::equals).count();
    }

    /** Forgets all calls. */
    synchronized void clear() {
        calls.clear();
    }
}
