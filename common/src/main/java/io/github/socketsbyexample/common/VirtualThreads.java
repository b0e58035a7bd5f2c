package io.github.socketsbyexample.common;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;

import org.slf4j.LoggerFactory;

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
     * @throws IOException if there is no descriptor even now; may be called again then
     */
    public static void prepare() throws IOException {
        if (ready) {
            return;
        }
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(1);
            Thread.ofVirtual().name("first wait").start(() -> awaitNothing(silent)).join();
            ready = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitNothing(DatagramSocket silent) {
        try {
            silent.receive(new DatagramPacket(new byte[1], 1));
        } catch (SocketTimeoutException e) {
            return; // as it should
        } catch (IOException e) {
            LoggerFactory.getLogger(VirtualThreads.class).debug("the first wait", e);
        }
    }
}
