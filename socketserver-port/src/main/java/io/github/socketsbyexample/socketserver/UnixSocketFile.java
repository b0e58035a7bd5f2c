package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/**
 * The file that a Unix-domain server's address is. It outlives its socket and then keeps others from binding, so it is
 * removed when the server closes, but only if it is still the server's own: another server may have taken its place.
 */
final class UnixSocketFile {

    private static final String UNIX = "unix"; // the view of attributes that tells a socket from a pipe or a device
    private static final int TYPE = 0170000; // the bits of a file's mode that say what it is: S_IFMT
    private static final int SOCKET = 0140000; // S_IFSOCK

    private final Path path;
    private final @Nullable Object key; // tells files of one name apart, while the socket is open
    private boolean deleted; // guarded by this

    private UnixSocketFile(Path path) throws IOException {
        this.path = path;
        this.key = attributes(path).fileKey();
    }

    /** Asks whether somebody listens at an address; throws if not. */
    interface Probe {
        void connect(SocketAddress address) throws IOException;
    }

    /** Binds a socket. */
    interface Binder {
        void bind(SocketAddress address) throws IOException;
    }

    /**
     * Binds a socket to an address.
     *
     * @param binder does it, and may remove whatever has the name: junixsocket does, even if it is no socket
     * @param stale tells whether to take the place of a socket that nobody listens to; null for not at all
     * @return the file, or null if the address is abstract and has none
     * @throws BindException if there is something of that name
     */
    static @Nullable UnixSocketFile bind(SocketAddress address, Binder binder, @Nullable Probe stale)
            throws IOException {
        SocketAddress named = UnixAddress.forJunixsocket(address);
        if (!(address instanceof UnixDomainSocketAddress unix)) {
            binder.bind(named);
            return null;
        }
        Path path = unix.getPath();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!isSocket(path)) {
                throw new BindException("there is something of that name, and it is no socket");
            }
            if (stale == null || !isStale(named, stale)) {
                throw new BindException("Address already in use");
            }
            Files.deleteIfExists(path);
        }
        binder.bind(named);
        return new UnixSocketFile(path);
    }

    private static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
            return attributes(path).isOther(); // Windows knows no more
        }
        int mode = (int) Files.getAttribute(path, UNIX + ":mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE) == SOCKET;
    }

    private static boolean isStale(SocketAddress address, Probe probe) throws IOException {
        try {
            probe.connect(address);
            return false;
        } catch (ConnectionRefusedSocketException nobodyListens) {
            return true;
        }
    }

    /**
     * Removes the file if it is still the same. To be called before the socket is closed, and the first time only:
     * afterwards the system may give another server's file the same key.
     */
    synchronized void delete() throws IOException {
        if (deleted) {
            return;
        }
        deleted = true;
        try {
            if (key != null && key.equals(attributes(path).fileKey())) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            return; // somebody has removed it already
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
