package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;

/** Handlers for tests. */
final class Handlers {

    private Handlers() {}

    /** Sends a line back. */
    static final class LineEcho extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(rfile().readLine());
        }
    }

    /** Sends a datagram back. */
    static final class DatagramEcho extends DatagramRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(packet());
        }
    }

    /** What a handler does. */
    interface Work<H> {
        void handle(H handler) throws Exception;
    }

    /** Makes stream handlers of a lambda. */
    static Supplier<BaseRequestHandler<Socket>> stream(Work<StreamRequestHandler> work) {
        return () -> new StreamRequestHandler() {
            @Override
            protected void handle() throws Exception {
                work.handle(this);
            }
        };
    }

    /** Makes datagram handlers of a lambda. */
    static Supplier<BaseRequestHandler<DatagramRequest>> datagram(Work<DatagramRequestHandler> work) {
        return () -> new DatagramRequestHandler() {
            @Override
            protected void handle() throws Exception {
                work.handle(this);
            }
        };
    }
}
