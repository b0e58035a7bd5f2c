package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.Socket;

/** What a server does with one client, in blocking code that knows nothing of threads or of accepting. */
@FunctionalInterface
public interface ConversationHandler {

    /**
     * Converses until either side has had enough. Called by many threads at once. The server stops a conversation by
     * closing the socket, then interrupting the thread.
     *
     * @param client the connection; the caller closes it
     * @throws IOException if the client's connection fails; it ends this conversation alone
     */
    void converse(Socket client) throws IOException, InterruptedException;
}
