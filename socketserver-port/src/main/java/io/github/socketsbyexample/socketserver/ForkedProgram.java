package io.github.socketsbyexample.socketserver;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The program of a child process: does for one request what Python's child does after {@code fork}. {@link ForkedJvm}
 * starts it and tells it, through its standard input, what the request is; the bytes of the request and the answer go
 * through a connection to there. It ends with the request, or with the parent.
 *
 * <p>Without lambdas and other conveniences that a JVM has to prepare for the first of them: here each is the first.
 */
final class ForkedProgram<R> implements ActiveRequest.Work, Supplier<BaseRequestHandler<R>> {

    private static final int FAILED = 1;

    private final BaseServer<R> server;
    private final Request<R> request;
    private final Class<?> handlerClass;
    private boolean finished; // whether finishRequest returned normally

    private ForkedProgram(BaseServer<R> server, Request<R> request, Class<?> handlerClass) {
        this.server = server;
        this.request = request;
        this.handlerClass = handlerClass;
    }

    /** Processes a request and exits: with 0 if {@code finishRequest} returned normally, else with {@value #FAILED}. */
    public static void main(String[] args) throws ReflectiveOperationException {
        boolean succeeded;
        try {
            succeeded = processWhatTheParentSays();
        } catch (IOException e) {
            succeeded = false; // the parent is gone, and with it the request: nobody to tell
        }
        System.out.flush();
        System.err.flush();
        System.exit(succeeded ? 0 : FAILED); // whatever threads a handler has left behind
    }

    private static boolean processWhatTheParentSays() throws IOException, ReflectiveOperationException {
        InputStream stdin = System.in;
        System.setIn(InputStream.nullInputStream());
        DataInputStream in = new DataInputStream(stdin);
        InetSocketAddress parent = new InetSocketAddress(ForkTask.PARENT, in.readInt());
        byte[] secret = in.readNBytes(ForkTask.SECRET_BYTES);
        ForkTask task = ForkTask.read(in);
        new ParentWatch(stdin).start();
        for (Map.Entry<String, String> property : task.properties().entrySet()) {
            System.getProperties().putIfAbsent(property.getKey(), property.getValue()); // what tells of this JVM stays
        }
        BaseServer<?> server = (BaseServer<?>) make(Class.forName(task.serverClass()));
        server.serverAddress(task.serverAddress());
        return task.packet() == null
                ? processStream((TCPServer) server, task, parent, secret)
                : processDatagram((UDPServer) server, task, task.packet(), parent, secret);
    }

    private static boolean processStream(TCPServer server, ForkTask task, InetSocketAddress parent, byte[] secret)
            throws ReflectiveOperationException, IOException {
        Socket client = new ForkedSocket(task.localAddress(), task.clientAddress());
        connect(client, parent, secret);
        return new ForkedProgram<>(server, new Request<>(client, task.clientAddress()),
                Class.forName(task.handlerClass())).process();
    }

    private static boolean processDatagram(UDPServer server, ForkTask task, byte[] packet, InetSocketAddress parent,
            byte[] secret) throws ReflectiveOperationException, IOException {
        Socket connection = new Socket(Proxy.NO_PROXY);
        connect(connection, parent, secret);
        DatagramRequest datagram = new DatagramRequest(packet, new ForkDatagramRelay(connection), task.truncated());
        return new ForkedProgram<>(server, new Request<>(datagram, task.clientAddress()),
                Class.forName(task.handlerClass())).process();
    }

    private static void connect(Socket socket, InetSocketAddress parent, byte[] secret) throws IOException {
        socket.connect(parent);
        socket.getOutputStream().write(secret);
    }

    private boolean process() {
        server.requestHandlerClass(this);
        try {
            server.handedOver(request).process(this);
        } catch (Error e) { // a thread's last word; but this one has to exit
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
        return finished;
    }

    @Override
    public void run() throws Exception {
        server.finishRequest(request.request(), request.clientAddress());
        finished = true;
    }

    @Override
    @SuppressWarnings("unchecked") // the parent's handler of this class was made for such requests
    public BaseRequestHandler<R> get() {
        return (BaseRequestHandler<R>) make(handlerClass);
    }

    private static Object make(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true); // a nested class, for example, need not be public
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends this process when its standard input ends: the parent keeps that open as long as it lives. */
    private static final class ParentWatch extends Thread {

        private final InputStream stdin;

        ParentWatch(InputStream stdin) {
            super("parent watch");
            this.stdin = stdin;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                stdin.transferTo(OutputStream.nullOutputStream()); // nothing more is said
            } catch (IOException e) {
                System.err.println("lost the server: " + e.getMessage());
            } finally {
                Runtime.getRuntime().halt(FAILED); // exit would wait for hooks that may wait for the connection
            }
        }
    }
}
