package io.github.socketsbyexample.threaded;

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
final class VirtualThreads {

    private VirtualThreads() {}

    /** Lets one virtual thread wait for a socket, for a moment. */
    static void prepare() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(1);
            Thread.ofVirtual().name("first wait").start(() -> awaitNothing(silent)).join();
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
