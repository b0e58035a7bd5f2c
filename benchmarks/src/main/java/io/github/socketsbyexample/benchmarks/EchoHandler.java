package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

import io.github.socketsbyexample.threaded.ConversationHandler;
import io.github.socketsbyexample.threaded.SelectorConversation;

/**
 * Sends every byte back over a blocking socket, as fast as that goes: what threaded-server's handlers leave out because
 * it is not their lesson. To be right it needs none of this.
 *
 * @param yields whether to let others go first after an answer
 */
record EchoHandler(boolean yields) implements ConversationHandler {

    private static final int FIRST_BUFFER_BYTES = 1024; // all that an idle client costs: churn must not pay for bulk
    private static final int LARGEST_BUFFER_BYTES = 64 * 1024; // few calls for much data
    private static final int GROWTH = 8;

    @Override
    @SuppressWarnings("ThreadPriorityCheck")
    public void converse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[FIRST_BUFFER_BYTES];
        for (int n; (n = in.read(buffer)) != -1;) {
            out.write(buffer, 0, n);
            if (n == buffer.length) { // a stream: what it brings next is in the processor's cache now, so go on at once
                buffer = n < LARGEST_BUFFER_BYTES ? new byte[GROWTH * n] : buffer;
            } else if (yields) {
                Thread.yield(); // the next request may be there then: a read that need not wait is worth a fifth more answers
            }
        }
    }

    /** Returns what a selector says, which is the same. */
    static SelectorConversation states(String client) {
        return (ByteBuffer chunk) -> new SelectorConversation.Step.Send(chunk, SelectorConversation.Step.READ);
    }
}
