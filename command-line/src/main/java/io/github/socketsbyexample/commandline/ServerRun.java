package io.github.socketsbyexample.commandline;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import jdk.jfr.FlightRecorder;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Server;

/**
 * The life of a server as a program: the ready line, serving in the calling thread, and on Ctrl-C or SIGTERM the polite
 * stop of {@link Server#close}. An orderly end is what the signal asked for, so the exit code is 0 and not the signal's,
 * unless the stop fails; but with Flight Recorder at work it is the signal's. What no thread catches stops the server
 * too, which would be half dead otherwise. A stop that does not end is cut short after a minute, with exit code 1.
 */
final class ServerRun {

    /** How the line begins that names where a server listens. */
    static final String READY = "Listening on ";

    private static final Duration SERVING_END = Duration.ofSeconds(1); // for the serving thread, once its server is closed
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1); // a server has its own limits, far below
    private static final int RESERVE_BYTES = 1024 * 1024; // so much the stop may take when there is no memory left
    private static final byte[] NOTHING = {};

    private final Server server;
    private final Thread serving = Thread.currentThread();
    private final Thread stop = Thread.ofPlatform().name("stop").unstarted(this::stop); // a shutdown hook
    private volatile @Nullable Throwable failure; // the first
    private volatile byte[] reserve = new byte[RESERVE_BYTES];

    /** Takes a listening server over. */
    ServerRun(Server server) {
        this.server = server;
    }

    /**
     * Serves until the server ends by itself, which closes it, or a signal ends the program.
     *
     * @throws IOException if that was not in good order; an {@link Error} is its cause
     */
    void run() throws IOException {
        try {
            serve();
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
        }
        endedByItself();
        switch (failure) {
            case null -> {
            }
            case IOException trouble -> throw trouble;
            case RuntimeException bug -> throw bug;
            case Throwable e -> throw new IOException("the server has stopped: " + e, e);
        }
    }

    private void serve() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(stop); // before the ready line: a signal may follow it at once
        } catch (IllegalStateException e) {
            server.close(); // a signal came even before that
            return;
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            failed(e);
            Thread.ofPlatform().daemon().name("close").start(this::close); // which may wait for this one
        });
        try {
            System.out.println(READY + Addresses.format(server.localAddress()));
            if (!System.out.checkError()) { // else nobody could ever know where it listens; later its output may be lost
                server.serve();
            }
        } finally { // instead of "try (server)": without memory both may throw one and the same Error, which that can't
            server.close();
        }
    }

    private void failed(Throwable e) {
        if (reserve.length > 0) {
            reserve = NOTHING; // before all else, which may take memory
        }
        if (failure == null) {
            failure = e;
        }
    }

    private void close() {
        try {
            server.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** The hook was there until now: a signal during the end would else have cut it off. */
    private void endedByItself() {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // It is at work, and ends the program once this thread is done.
            return;
        }
    }

    private static void endAllTheSame() {
        try {
            Thread.sleep(LONGEST_STOP);
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> System.err.println( // which may stand still, too
                            "cannot stop in good order: it takes longer than " + Durations.format(LONGEST_STOP)))
                    .join(SERVING_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        } finally {
            Runtime.getRuntime().halt(Program.FAILED);
        }
    }

    private void stop() {
        reserve = NOTHING;
        int status = Program.FAILED;
        try {
            Thread.ofPlatform().daemon().name("longest stop").start(ServerRun::endAllTheSame);
            server.close();
            serving.join(SERVING_END);
            status = failure == null ? 0 : Program.FAILED;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            System.err.println("cannot stop in good order: " + e.getMessage());
        } finally {
            if (!FlightRecorder.isInitialized()) { // it writes its recordings in a hook of its own, which halting cuts short
                Runtime.getRuntime().halt(status);
            }
        }
    }
}
