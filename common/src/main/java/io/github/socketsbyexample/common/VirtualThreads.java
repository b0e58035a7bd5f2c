package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * Makes virtual threads ready to wait for sockets. The JDK opens the file descriptors for that (on Linux an epoll) when a
 * virtual thread waits for the first time; a server that its clients have left without a free descriptor by then would
 * fail at this and, as it is a class's initialisation, at every later wait too.
 */
public final class VirtualThreads {

    private static volatile boolean ready; // for as long as the JVM lives

    private VirtualThreads() {}

    /**
     * Lets one virtual thread wait for a socket, for a moment; does nothing if that was done before.
     *
     * @throws IOException if there is no descriptor even now; of no use to try again
     */
    public static void prepare() throws IOException {
        if (ready) {
            return;
        }
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread waiting = Thread.ofVirtual()
                    .name("first wait")
                    .uncaughtExceptionHandler((thread, e) -> {}) // told below
                    .start(() -> awaitNothing(silent));
            while (waiting.isAlive() && !ready) {
                Thread.sleep(1); // instead of a timeout for the wait: one that is late would not wait at all
                ready = waiting.getState() == Thread.State.WAITING;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ready && !Thread.currentThread().isInterrupted()) {
            throw new IOException("virtual threads can't wait for sockets: is there no file descriptor left?");
        }
    }

    private static void awaitNothing(DatagramSocket silent) {
        try {
            silent.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException e) {
            return; // its socket is closed: that ends it
        }
    }
}
