package io.github.socketsbyexample.socketserver;

import java.net.SocketAddress;

/**
 * Tells whether junixsocket is there, which Unix-domain sockets need and nothing else does. Names none of its classes, so
 * that it can tell without them; those that do, {@link UnixChannels}, {@link UnixAddress} and {@link UnixSocketFile}, are
 * not loaded before.
 */
final class Junixsocket {

    private static final String PACKAGE = "org.newsclub.net.unix";

    private Junixsocket() {}

    /**
     * To be called first by whatever opens a Unix-domain socket.
     *
     * @throws IllegalStateException if it is missing
     */
    static void require() {
        try {
            Class.forName(PACKAGE + ".AFUNIXSocket", false, Junixsocket.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Unix-domain servers need junixsocket: add"
                    + " com.kohlschutter.junixsocket:junixsocket-common and junixsocket-native-common to the class path",
                    e);
        }
    }

    /** Whether an address is of its own kind, which counts as an Internet address too. */
    static boolean made(SocketAddress address) {
        return address.getClass().getPackageName().equals(PACKAGE);
    }
}
