package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Rounds of a selector: what is ready is handed over, and what fails there is thrown here. The kind of selecting that
 * builds no set of keys. One thread.
 *
 * @param <C> what is attached to each key
 */
final class Selection<C> {

    private final Selector selector;
    private final Consumer<SelectionKey> action;
    private @Nullable IOException failure;

    /** Takes care of what is ready. */
    @FunctionalInterface
    interface Action<C> {
        void ready(C connection) throws IOException;
    }

    Selection(Selector selector, Class<C> type, Action<C> action) {
        this.selector = selector;
        this.action = key -> {
            try {
                action.ready(type.cast(key.attachment()));
            } catch (IOException e) {
                failure = e;
            }
        };
    }

    /** Waits for at most so long (0: not at all), and takes care of all that is ready. */
    void round(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow(action);
        } else {
            selector.select(action, millis);
        }
        if (failure != null) {
            throw failure;
        }
    }
}
