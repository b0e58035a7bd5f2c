package io.github.socketsbyexample.tcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import io.github.socketsbyexample.common.Texts;

/**
 * A file that a peer sends, and named. Its bytes go into a hidden file beside it, which {@link #keep} gives the name,
 * and which is gone on {@link #close} if that did not happen. Nothing that is there already is touched or followed,
 * whatever it is: file, folder, link, pipe. Knows nothing of sockets; one thread.
 */
final class IncomingFile implements AutoCloseable {

    private final String name;
    private final long length;
    private final Path target;
    private final Path part;
    private final OutputStream out;

    /** What the peer is told: why its file is not taken, in one line. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        RefusedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** Returns the folder that an option names, and makes it if need be. */
    static Path folder(String option) {
        try {
            Path folder = Path.of(option);
            if (!option.isEmpty() && Files.isWritable(Files.createDirectories(folder))) { // empty: an unset variable's
                return folder;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + option + "' is no folder, and can't be made one", e);
        }
        throw new IllegalArgumentException("'" + option + "' is no folder to write to");
    }

    /**
     * Begins a file.
     *
     * @param name in UTF-8, as the peer sent it
     * @param length which it shall have
     * @throws RefusedException if the name is none for a file of this folder, is taken, or nothing can be written there
     */
    IncomingFile(Path folder, byte[] name, long length) throws RefusedException {
        this.name = checked(name);
        this.length = length;
        try {
            target = folder.resolve(this.name);
            if (!folder.equals(target.getParent())) { // "C:x" is on another drive, where there are drives
                throw new RefusedException("its name leads elsewhere");
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) { // told now, before all of it has been sent
                throw new FileAlreadyExistsException(this.name);
            }
            part = folder.resolve(".part-" + Long.toHexString(System.nanoTime()));
            out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (InvalidPathException e) {
            throw new RefusedException("its name is none on this system");
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A remote name never reaches the file system unchecked: it names a file in one folder, or is refused. */
    private static String checked(byte[] bytes) throws RefusedException {
        String name = new String(bytes, StandardCharsets.UTF_8);
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new RefusedException("its name is a path");
        }
        if (name.startsWith(".") || name.startsWith("-")) { // "..", what nobody sees, what a shell's * makes an option
            throw new RefusedException("its name begins with '" + name.charAt(0) + "'");
        }
        if (name.isBlank() || name.indexOf('\t') >= 0 || !Texts.printable(name).equals(name)
                || !Arrays.equals(name.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new RefusedException("its name has characters that can't be printed");
        }
        return name;
    }

    /** Returns the name, which is safe to print. */
    String name() {
        return name;
    }

    /** Returns the length, as it was given. */
    long length() {
        return length;
    }

    /** Takes bytes: the first {@code length} of the buffer. */
    void write(byte[] buffer, int length) throws RefusedException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) { // the disk is full, for one
            throw refused(e);
        }
    }

    /** All bytes are there: the file appears under its name, at once and whole. */
    void keep() throws RefusedException {
        try {
            out.close();
            giveName();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A link is refused if the name is taken. A move looks first, and then replaces what has taken it meanwhile. */
    private void giveName() throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) { // a file system without links
            Files.move(part, target);
        }
    }

    /** Leaves nothing of a file that was not kept. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }

    /** The reason alone: where the folder is, is no business of the peer's. */
    private static RefusedException refused(IOException e) {
        return e instanceof RefusedException told ? told : new RefusedException(switch (e) {
            case FileAlreadyExistsException taken -> "its name is taken";
            case NoSuchFileException missing -> "the folder is gone";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> String.valueOf(other.getReason());
            default -> String.valueOf(e.getMessage());
        });
    }
}
