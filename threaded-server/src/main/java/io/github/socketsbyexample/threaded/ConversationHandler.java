package io.github.socketsbyexample.threaded;

import java.io.IOException;
import java.net.Socket;

import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;

/** What a server does with one client, in blocking code that knows nothing of threads or of accepting. */
@FunctionalInterface
public interface ConversationHandler {

    /**
     * Converses until either side has had enough. Called by many threads at once. The server stops a conversation by
     * closing the socket, then interrupting the thread.
     *
     * @param client the connection; the caller closes it
     * @throws IOException if the network fails; it ends this conversation alone
     */
    void converse(Socket client) throws IOException;

    /** Converses and closes the connection; whatever goes wrong is one client's trouble, and reported in one line. */
    default void converseAndClose(Socket client, Logger log) {
        String peer = Addresses.format(client.getRemoteSocketAddress());
        try (client) {
            converse(client);
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("{}: unexpected failure, please report it: {}", peer, e.toString());
            log.debug("because of", e);
        }
    }
}
