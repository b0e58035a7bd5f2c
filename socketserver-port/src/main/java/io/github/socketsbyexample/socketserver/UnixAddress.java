package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Unix-domain addresses as the JDK has them, and as junixsocket does. */
final class UnixAddress {

    private UnixAddress() {}

    /** Returns an abstract name, which the JDK has not. */
    static SocketAddress ofAbstractName(String name) throws IOException {
        return AFUNIXSocketAddress.inAbstractNamespace(name);
    }

    /** Returns the address that has these {@linkplain #bytes bytes}. */
    static SocketAddress of(byte[] bytes) throws IOException {
        return AFUNIXSocketAddress.of(bytes);
    }

    /** Returns the name of an address of junixsocket's. */
    static byte[] bytes(SocketAddress address) {
        return ((AFUNIXSocketAddress) address).getPathAsBytes();
    }

    /** Returns an address as junixsocket wants it. */
    static SocketAddress forJunixsocket(SocketAddress address) throws IOException {
        return switch (address) {
            case AFUNIXSocketAddress already -> already;
            case UnixDomainSocketAddress unix -> forJunixsocket(unix.getPath());
            default -> throw new IllegalArgumentException("not a Unix-domain address: " + address);
        };
    }

    private static SocketAddress forJunixsocket(Path path) throws IOException {
        try {
            return AFUNIXSocketAddress.of(path);
        } catch (IOException e) { // a file's name may be longer than a socket's
            throw new IOException("the path is too long for a socket", e);
        }
    }

    /** Returns an address as the JDK has it, where it has it: abstract names it has not, nor those that are no text. */
    static @Nullable SocketAddress forJdk(@Nullable SocketAddress address) throws IOException {
        if (!(address instanceof AFUNIXSocketAddress unix)) {
            return address;
        }
        return unix.hasFilename() ? textForJdk(unix) : withoutPadding(unix);
    }

    /** The name of a file may be any bytes: what is decoded from such as are no text may be somebody else's name. */
    private static SocketAddress textForJdk(AFUNIXSocketAddress address) {
        String path = address.getPath();
        if (!Arrays.equals(address.getPathAsBytes(), path.getBytes(AFUNIXSocketAddress.addressCharset()))) {
            return address;
        }
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) { // the locale lacks its characters
            return address;
        }
    }

    /** junixsocket gives a sender's abstract name all the zeros behind it, with which it is nobody's name. */
    private static SocketAddress withoutPadding(AFUNIXSocketAddress address) throws IOException {
        byte[] name = address.getPathAsBytes();
        int length = name.length;
        while (length > 1 && name[length - 1] == 0) {
            length--;
        }
        return length == name.length ? address : AFUNIXSocketAddress.of(Arrays.copyOf(name, length));
    }
}
