package io.github.socketsbyexample.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * A file that goes when the program does, after Ctrl-C, too. File.deleteOnExit can't promise that: a program that is
 * being stopped goes on for a moment, and may make the file after it was to be deleted.
 */
final class UnfinishedFile extends Thread {

    private final Path file;
    private boolean stopping; // guarded by this
    private boolean made; // guarded by this

    UnfinishedFile(Path file) {
        this.file = file;
    }

    /** Makes it, with these permissions or fewer, and opens it. */
    synchronized FileChannel open(FileAttribute<?>[] mode) throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(this);
        } catch (IllegalStateException e) {
            stopping = true;
        }
        if (stopping) {
            throw new IOException("the program is being stopped");
        }
        FileChannel channel = FileChannel.open(file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode);
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
            System.err.println(Download.failed(file.toString(), e).getMessage());
        }
    }
}
