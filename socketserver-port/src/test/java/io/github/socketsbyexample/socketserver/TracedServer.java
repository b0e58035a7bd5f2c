package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/** A TCP server that records its hooks and those of its handlers, which echo a line. */
class TracedServer extends TCPServer {

    final Trace trace;
    final List<Exception> errors = new CopyOnWriteArrayList<>(); // what handleError was given

    TracedServer(Trace trace) throws IOException {
        this(trace, handler -> handler.wfile().write(handler.rfile().readLine()));
    }

    TracedServer(Trace trace, Handlers.Work<StreamRequestHandler> work) throws IOException {
        this.trace = trace; // before open: its hooks need it
        open(LoopRun.ANY_PORT, () -> new TracedHandler(trace, work));
    }

    /** The same with a thread for each request. */
    static final class Threading extends TracedServer implements ThreadingMixIn {

        Threading(Trace trace, Handlers.Work<StreamRequestHandler> work) throws IOException {
            super(trace, work);
        }

        @Override
        public void processRequestThread(ActiveRequest<?> request) {
            trace.called("processRequestThread");
            ThreadingMixIn.super.processRequestThread(request);
        }
    }

    private static final class TracedHandler extends StreamRequestHandler {

        private final Trace trace;
        private final Handlers.Work<StreamRequestHandler> work;

        TracedHandler(Trace trace, Handlers.Work<StreamRequestHandler> work) {
            this.trace = trace;
            this.work = work;
        }

        @Override
        protected void setup() throws Exception {
            trace.called("setup");
            super.setup();
        }

        @Override
        protected void handle() throws Exception {
            trace.called("handle");
            work.handle(this);
        }

        @Override
        protected void finish() throws Exception {
            super.finish();
            trace.called("finish");
        }
    }

    @Override
    public void serverBind() throws IOException {
        trace.called("serverBind");
        super.serverBind();
    }

    @Override
    public void serverActivate() throws IOException {
        trace.called("serverActivate");
        super.serverActivate();
    }

    @Override
    protected @Nullable Request<Socket> getRequest() throws IOException {
        Request<Socket> request = super.getRequest();
        if (request != null) {
            trace.called("getRequest");
        }
        return request;
    }

    @Override
    protected boolean verifyRequest(Socket request, @Nullable SocketAddress clientAddress) throws Exception {
        trace.called("verifyRequest");
        return super.verifyRequest(request, clientAddress);
    }

    @Override
    protected void processRequest(ActiveRequest<Socket> request) {
        trace.called("processRequest");
        super.processRequest(request);
    }

    @Override
    protected void finishRequest(Socket request, @Nullable SocketAddress clientAddress) throws Exception {
        trace.called("finishRequest");
        super.finishRequest(request, clientAddress);
    }

    @Override
    protected void handleError(Socket request, @Nullable SocketAddress clientAddress, Exception error) {
        errors.add(error);
        trace.called("handleError");
    }

    @Override
    protected void shutdownRequest(Socket request) throws IOException {
        trace.called("shutdownRequest");
        super.shutdownRequest(request);
    }

    @Override
    protected void closeRequest(Socket request) throws IOException {
        trace.called("closeRequest");
        super.closeRequest(request);
    }

    @Override
    public boolean handleTimeout() {
        trace.called("handleTimeout");
        return super.handleTimeout();
    }
}
