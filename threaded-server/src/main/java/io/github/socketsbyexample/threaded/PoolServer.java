package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;

/**
 * A fixed number of threads, each of which accepts a client, converses with it to its end, and accepts the next. All
 * others wait in the backlog. With one thread this is the iterative server, where a single idle client delays all; with
 * N threads N idle clients do.
 *
 * <p>The threads accept by themselves instead of taking clients from an executor's queue, which would hold any number of
 * accepted clients that nobody serves.
 */
public final class PoolServer implements Server {

    private final Logger log = LoggerFactory.getLogger(PoolServer.class);
    private final GracefulServerSocket listener;
    private final ConversationHandler handler;
    private final Failures failures;
    private final List<Thread> workers = new ArrayList<>();
    private final BackOff backOff = new BackOff(log);

    /**
     * Serves the clients of a listening socket.
     *
     * @param listener closed by {@link #close}
     * @param size number of threads, from 1
     */
    public PoolServer(GracefulServerSocket listener, ConversationHandler handler, int size) {
        this.listener = listener;
        this.handler = handler;
        this.failures = new Failures(log, this::close);
        for (int i = 1; i <= size; i++) {
            workers.add(Thread.ofPlatform().daemon().name("worker-" + i).unstarted(this::work));
        }
    }

    @Override
    public void serve() throws IOException {
        try {
            for (Thread worker : workers) {
                worker.start();
            }
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller wants its thread back, and closes the server
        }
        failures.rethrow();
    }

    private void work() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                backOff.succeeded();
                failures.run(handler, client);
            } catch (IOException e) {
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            } catch (Error e) {
                failures.stop(e);
            }
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close(); // waits for the conversations, then cuts them
        backOff.stop();
        workers.forEach(Thread::interrupt); // those that wait for anything but their socket
    }
}
