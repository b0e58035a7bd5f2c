package io.github.socketsbyexample.socketserver;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait in native code, as junixsocket's do. A virtual thread would keep its carrier meanwhile, and there are
 * as many of those as processors; junixsocket's remedy, a pool of as many pollers, is full just as soon. So a platform
 * thread waits in its place, one for each call: however many clients say nothing, the others are heard.
 */
final class NativeCalls {

    // As many threads as virtual ones wait, which the server's limits limit; a second, because most wait again soon.
    private static final ExecutorService WAITERS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
            new SynchronousQueue<>(), Thread.ofPlatform().daemon().name("native-call-", 0).factory());

    private NativeCalls() {}

    /** Something that may wait. */
    interface Call<T> {
        T make() throws IOException;
    }

    /** Ends a call early, such as by closing what it waits for. */
    interface End {
        void call() throws IOException;
    }

    /**
     * Makes a call, in the calling thread if that is no virtual one.
     *
     * @param end called if the thread is virtual and interrupted
     */
    static <T> T make(Call<T> call, End end) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return call.make();
        }
        boolean interrupted = false;
        try {
            Future<T> result = WAITERS.submit(call::make);
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    end.call(); // should it fail, the call is left to itself
                }
            }
        } catch (ExecutionException e) {
            throw asItWas(e.getCause());
        } catch (OutOfMemoryError e) { // what the JDK says when the system has no more threads
            throw new IOException("no thread to wait with: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException asItWas(@Nullable Throwable thrown) {
        return switch (thrown) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(thrown);
        };
    }

    /** Reads from a stream by such calls. */
    static final class Reading extends FilterInputStream {

        private final End end;

        Reading(InputStream stream, End end) {
            super(stream);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            return make(in::read, end);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return make(() -> in.read(bytes, offset, length), end);
        }
    }

    /** Writes to a stream by such calls. */
    static final class Writing extends FilterOutputStream {

        private final End end;

        Writing(OutputStream stream, End end) {
            super(stream);
            this.end = end;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int _ = make(() -> {
                out.write(bytes, offset, length);
                return length;
            }, end);
        }
    }
}
