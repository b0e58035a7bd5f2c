package io.github.socketsbyexample.socketserver;

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

    /** Whether it made an address, which counts as an Internet address too, or a selector. */
    static boolean made(Object it) {
        return it.getClass().getPackageName().equals(PACKAGE);
    }
}
