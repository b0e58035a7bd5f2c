package io.github.socketsbyexample.tools;

/** Is told what a relay sees. */
@FunctionalInterface
public interface WireObserver {

    /** Sees nothing. */
    WireObserver NONE = event -> {};

    /**
     * Takes note of an event, before what it tells of is passed on: whatever it causes comes later. Called by many
     * threads, but by one at a time, and with times that never go back; all traffic waits until it returns.
     */
    void on(WireEvent event);
}
