package io.github.socketsbyexample.threaded;

/**
 * What is said on a connection, without sockets, threads or clocks: the same object serves every design. A protocol
 * that keeps nothing of a conversation is one line:
 *
 * <pre>{@code
 * Protocol echo = client -> chunk -> new Step.Send(chunk, Step.READ);
 * }</pre>
 */
@FunctionalInterface
public interface Protocol {

    /**
     * Begins the conversation with a client that has just connected. Called by many threads at once.
     *
     * @param client its address, as people write it
     */
    Conversation open(String client);
}
