package io.github.socketsbyexample.http;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.common.Texts;

/**
 * Where a body is saved. A file appears under its name when it is complete, and replaces an older one only then; until
 * then it is a hidden one beside it, which goes when the program does. What is no file (a device, a pipe, standard
 * output) is written straight to.
 */
final class Download implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024; // larger ones gain nothing

    private static final int MOST_LINKS = 40; // as Linux has it: a circle of them has no end

    private final String name;
    private final WritableByteChannel channel;
    private final @Nullable Path temporary;
    private final Path target;

    private Download(String name, WritableByteChannel channel, @Nullable Path temporary, Path target) {
        this.name = name;
        this.channel = channel;
        this.temporary = temporary;
        this.target = target;
    }

    /** Saves to standard output. */
    static Download toStandardOutput() {
        WritableByteChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        return new Download("standard output", out, null, Path.of("-"));
    }

    /** Saves to a file. */
    static Download to(Path file) throws IOException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new Download(file.toString(), FileChannel.open(file, StandardOpenOption.WRITE), null, file);
            }
            Path target = behindLinks(file.toAbsolutePath());
            // Not Files.createTempFile: its files are for their owner alone, and would stay so.
            Path temporary = target.resolveSibling(".fetch-" + Long.toHexString(System.nanoTime()) + ".part");
            return new Download(file.toString(), new UnfinishedFile(temporary).open(mode(target)), temporary, target);
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    /** A link stays a link, even one that leads to no file yet. */
    private static Path behindLinks(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "too many symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** Returns who may do what with the file that is to be replaced, if there is one: who was kept out stays out. */
    private static FileAttribute<?>[] mode(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null || !Files.exists(file)
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(view.readAttributes().permissions())};
    }

    /**
     * Saves all of a body, in as little memory for a large one as for a small one.
     *
     * @param most how many it may be
     * @return how many there were
     * @throws IOException if there are more, if the body is cut, or if it can't be written
     */
    long saveAll(InputStream content, long most) throws IOException {
        FixedLengthBody direct = content instanceof FixedLengthBody body ? body : null;
        ByteBuffer buffer = direct == null
                ? ByteBuffer.allocate(BUFFER_BYTES)
                : ByteBuffer.allocateDirect(BUFFER_BYTES);
        long length = direct == null ? -1 : direct.length();
        long saved = 0;
        checkSize(length, most);
        try (ProgressBar progress = new ProgressBar(length)) {
            for (int n; (n = direct == null ? content.read(buffer.array()) : direct.read(buffer.clear())) != -1;) {
                saved += n;
                checkSize(saved, most);
                write(buffer.position(0).limit(n));
                progress.at(saved);
            }
        }
        return saved;
    }

    private static void checkSize(long size, long most) throws IOException {
        if (size > most) {
            throw new IOException("the body is larger than " + most + " bytes (--max-size allows more)");
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** The body is complete: gives the file its name. */
    void keep() throws IOException {
        try {
            channel.close();
            if (temporary != null) {
                for (FileAttribute<?> mode : mode(target)) {
                    Files.setAttribute(temporary, mode.name(), mode.value()); // the umask may have held some of it back
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    static IOException failed(String name, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException missing -> "no such folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> other.getReason();
            default -> e.getMessage();
        };
        return new IOException("cannot write " + Texts.printable(name) + ": " + Texts.printable(String.valueOf(reason)),
                e);
    }

    /** Leaves nothing behind of a file that was not kept. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }
}
