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

import org.jspecify.annotations.Nullable;

/**
 * Where a body is saved. A file appears under its name when it is complete, and replaces an older one only then; until
 * then it is a hidden one beside it, which goes when the program does. What is no file (a device, a pipe, standard
 * output) is written straight to.
 */
final class Download implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024; // larger ones gain nothing

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
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(); // a link stays a link
            // Not Files.createTempFile: its files are for their owner alone, and would stay so.
            Path temporary = target.resolveSibling(".fetch-" + Long.toHexString(System.nanoTime()) + ".part");
            return new Download(file.toString(), new Unfinished(temporary).open(), temporary, target);
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
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
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private static IOException failed(String name, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException missing -> "no such folder";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> other.getReason();
            default -> e.getMessage();
        };
        return new IOException("cannot write " + name + ": " + reason, e);
    }

    /**
     * A file that goes when the program does, after Ctrl-C, too. File.deleteOnExit can't promise that: a program that is
     * being stopped goes on for a moment, and may make the file after it was to be deleted.
     */
    private static final class Unfinished extends Thread {

        private final Path file;
        private boolean stopping; // guarded by this
        private boolean made; // guarded by this

        Unfinished(Path file) {
            this.file = file;
        }

        synchronized FileChannel open() throws IOException {
            try {
                Runtime.getRuntime().addShutdownHook(this);
            } catch (IllegalStateException e) {
                stopping = true;
            }
            if (stopping) {
                throw new IOException("the program is being stopped");
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            made = true;
            return channel;
        }

        @Override
        public synchronized void run() {
            stopping = true;
            if (!made) {
                return; // why, has been told
            }
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.err.println(failed(file.toString(), e).getMessage());
            }
        }
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
