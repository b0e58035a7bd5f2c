package io.github.socketsbyexample.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forking server's own process does for a request: starts the child, passes bytes or datagrams on until it has
 * ended, and closes what it holds of the request. Runs in a virtual thread of its own, whose interrupt kills the child.
 */
final class ForkedRequest implements Runnable {

    private final ForkingMixIn hooks;
    private final ActiveRequest<?> request;

    ForkedRequest(ForkingMixIn hooks, ActiveRequest<?> request) {
        this.hooks = hooks;
        this.request = request;
    }

    @Override
    public void run() {
        request.process(() -> {
            switch (request.request()) {
                case Socket client -> ((TCPServer) request.server()).withStream(client,
                        stream -> inChild(connection -> new ForkStreamRelay(client, stream, connection).run()));
                case DatagramRequest datagram ->
                    inChild(connection -> ForkDatagramRelay.serve(connection, datagram.socket()));
                default -> throw new IllegalStateException("nothing that a child could process: " + request.request());
            }
            request.release(); // which ends the relay's upload too
        });
    }

    /** What is done here while the child works, with the connection to it. */
    private interface Service {
        void run(Socket connection) throws IOException;
    }

    private void inChild(Service service) throws IOException, InterruptedException {
        ForkTask task = ForkTask.of(request);
        ForkedJvm child = ForkedJvm.start(ForkedProgram.class, options(task));
        try (child) {
            request.child(child.handle());
            service.run(child.handOver(task));
            child.awaitExit();
        } finally {
            hooks.childExited(child.handle().pid(), child.exitStatus());
        }
    }

    /** Adds native access only for who needs it: a start-up cache can't be used by a JVM that has more than its maker. */
    private List<String> options(ForkTask task) {
        if (!task.needsJunixsocket()) {
            return hooks.childOptions();
        }
        List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        options.addAll(hooks.childOptions());
        return options;
    }
}
