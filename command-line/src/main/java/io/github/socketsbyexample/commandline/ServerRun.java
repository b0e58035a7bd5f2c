package io.github.socketsbyexample.commandline;

import java.io.IOException;
import java.time.Duration;

import jdk.jfr.FlightRecorder;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Server;

/**
 * The life of a server as a program: the ready line, serving in the calling thread, and on Ctrl-C or SIGTERM the polite
 * stop of {@link Server#close}. An orderly end is what the signal asked for, so the exit code is 0 and not the signal's,
 * unless the stop fails; but with Flight Recorder at work it is the signal's.
 */
final class ServerRun {

    /** How the line begins that names where a server listens. */
    static final String READY = "Listening on ";

    private static final Duration SERVING_END = Duration.ofSeconds(1); // for the serving thread, once its server is closed

    private final Server server;
    private final Thread serving = Thread.currentThread();
    private final Thread stop = Thread.ofPlatform().name("stop").unstarted(this::stop); // a shutdown hook

    /** Takes a listening server over. */
    ServerRun(Server server) {
        this.server = server;
    }

    /** Serves until the server ends by itself, which closes it, or a signal ends the program. */
    void run() throws IOException {
        try (server) {
            try {
                Runtime.getRuntime().addShutdownHook(stop); // before the ready line: a signal may follow it at once
            } catch (IllegalStateException e) {
                return; // a signal came even before that
            }
            System.out.println(READY + Addresses.format(server.localAddress()));
            try {
                if (System.out.checkError()) {
                    return; // nobody could ever know where it listens; one whose output is lost later goes on serving
                }
                server.serve();
            } finally {
                endedByItself();
            }
        } catch (OutOfMemoryError e) { // in this thread, whatever it was at; that the server is closed has made room for a line
            throw new IOException("the server has stopped: " + e, e);
        }
    }

    private void endedByItself() {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // It did not: the hook is running, and ends the program once this thread is done.
            return;
        }
    }

    private void stop() {
        int status = 0;
        try {
            server.close();
            serving.join(SERVING_END);
        } catch (IOException | InterruptedException e) {
            System.err.println("cannot stop in good order: " + e.getMessage());
            status = Program.FAILED;
        }
        if (!FlightRecorder.isInitialized()) { // it writes its recordings in a hook of its own, which halting cuts short
            Runtime.getRuntime().halt(status);
        }
    }
}
