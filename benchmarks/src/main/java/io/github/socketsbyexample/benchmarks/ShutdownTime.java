package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.util.Random;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.threaded.Design;

/**
 * Stops idle servers, each at another moment, and prints how many times a second that could be done: the time counts from
 * the call that stops one until its loop has ended. shutdown_time.py is the same in CPython. Run:
 * {@code ./sockets benchmarks shutdown-time --design socketserver}
 */
public final class ShutdownTime {

    private static final int COUNT = 10;
    private static final int MOST_COUNT = 1000;
    private static final int FIRST = 3; // load classes, and do not count
    private static final int IDLE_MILLIS = 20; // at least, and at most twice as long
    private static final long SEED = 50007;

    private ShutdownTime() {}

    /** Measures it from the command line. */
    public static void main(String[] args) {
        Program.task(ShutdownTime.class)
                .option("design", "NAME", "as serve has them (default: " + Design.VIRTUAL + ")")
                .option("count", "N", "stop so many (default: " + COUNT + ")")
                .run(args, ShutdownTime::run);
    }

    private static void run(Arguments arguments) throws IOException {
        int count = arguments.number("count", COUNT, 1, MOST_COUNT);
        EchoPeer.Opener design = arguments.value("design", Design.VIRTUAL.toString(), EchoPeer::named);
        Random random = new Random(SEED);
        long nanos = 0;
        try {
            for (int i = -FIRST; i < count; i++) {
                long time = stopped(design, IDLE_MILLIS + random.nextInt(IDLE_MILLIS));
                nanos += i < 0 ? 0 : time;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        System.out.println(Figures.ofRuns(count / (nanos / 1e9), Double.NaN, Double.NaN));
    }

    private static long stopped(EchoPeer.Opener design, long idleMillis) throws IOException, InterruptedException {
        Server server = EchoPeer.open(design);
        try {
            Thread serving = Thread.ofPlatform().daemon().start(() -> serve(server));
            converse(server);
            Thread.sleep(idleMillis);
            long begin = System.nanoTime();
            if (server instanceof LibraryEcho library) {
                library.shutdown(); // its socket stays open
            } else {
                server.close();
            }
            serving.join();
            return System.nanoTime() - begin;
        } finally {
            server.close(); // again, or at last
        }
    }

    private static void serve(Server server) {
        try {
            server.serve();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Afterwards it serves for sure, and is idle. */
    private static void converse(Server server) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(server.localAddress());
            client.shutdownOutput();
            if (client.getInputStream().read() != -1) {
                throw new WrongAnswerException("an answer to nothing");
            }
        }
    }
}
