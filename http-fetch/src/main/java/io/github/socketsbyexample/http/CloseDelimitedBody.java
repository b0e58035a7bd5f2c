package io.github.socketsbyexample.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A body that goes on until the server closes the connection (HTTP/1.0's way). The only one that can't tell "complete"
 * from "the server died and its system closed the connection": only a reset is an error. TLS can, see {@link
 * HttpConnection}.
 */
final class CloseDelimitedBody extends Body {

    private final LineReader in;

    CloseDelimitedBody(LineReader in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return in.read(target);
    }
}
