package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.BackOff;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * One thread accepts, and every client gets a thread of its own, so an idle client delays nobody. Platform threads or
 * virtual ones: nothing else differs. A platform thread costs system memory and time to start, so some thousand clients
 * are the end; a virtual one costs about as much as the buffer that it reads into.
 *
 * <p>Nothing here bounds the number of clients or the time that they take: {@link BoundedServer} does.
 */
public final class ThreadPerClientServer implements Server {

    private final Logger log = LoggerFactory.getLogger(ThreadPerClientServer.class);
    private final GracefulServerSocket listener;
    private final ConversationHandler handler;
    private final Failures failures;
    private final ExecutorService threads;
    private final BackOff backOff = new BackOff(log);

    /**
     * Serves the clients of a listening socket.
     *
     * @param listener closed by {@link #close}
     * @param kind {@code Thread.ofVirtual()}, or {@code Thread.ofPlatform().daemon()}
     */
    public ThreadPerClientServer(GracefulServerSocket listener, ConversationHandler handler, Thread.Builder kind) {
        this(listener, handler, kind.name("client-", 1).factory());
    }

    ThreadPerClientServer(GracefulServerSocket listener, ConversationHandler handler, ThreadFactory factory) {
        this.listener = listener;
        this.handler = handler;
        this.failures = new Failures(log, this::close);
        this.threads = Executors.newThreadPerTaskExecutor(factory);
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare(); // no use to platform threads, and no harm
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(client);
                backOff.succeeded();
            } catch (IOException e) {
                if (!listener.isClosed()) { // closing the listener is how accept() is told to stop
                    backOff.waitAfter(e);
                }
            } catch (Error e) {
                failures.stop(e);
            }
        }
        failures.rethrow();
    }

    private void start(Socket client) throws IOException {
        try {
            threads.execute(() -> failures.run(handler, client));
        } catch (RejectedExecutionException e) {
            failures.close(client); // came in as the server closed
        } catch (OutOfMemoryError e) {
            failures.close(client);
            if (String.valueOf(e.getMessage()).contains("native thread")) { // how the JDK says that the system has no more
                throw new IOException("no thread for it", e);
            }
            throw e;
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
        threads.shutdownNow(); // interrupts those that wait for anything but their socket
    }
}
