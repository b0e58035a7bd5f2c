package io.github.socketsbyexample.exec;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps clients from taking the last file descriptors: a command needs some to be started, and some to be killed, for
 * only who can read /proc finds what it has started. So a server lets nobody in unless they are free.
 */
final class SpareDescriptors {

    private static final int COUNT = 16; // pipes and the loader's libraries for a start; two for a look at /proc
    private static final Path ANY_FILE = Path.of("/dev/null");

    private SpareDescriptors() {}

    /** Fails, in the system's words, unless so many descriptors are free; does nothing where there is no such file. */
    static void require() throws IOException {
        if (!Files.exists(ANY_FILE)) {
            return;
        }
        List<Closeable> spare = new ArrayList<>();
        try {
            while (spare.size() < COUNT) {
                spare.add(Files.newInputStream(ANY_FILE));
            }
        } catch (FileSystemException e) {
            throw new IOException(e.getReason(), e);
        } finally {
            for (Closeable each : spare) {
                each.close();
            }
        }
    }
}
