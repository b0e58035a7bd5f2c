package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * The last record of a stream has zeros or nothing at its end, and no error tells: {@code readNBytes} returns what
 * there is when the stream ends early, without a word. {@code readFully} takes an end inside a record for what it is.
 *
 * <pre>
 * $ ./sockets pitfall short-record
 * sent:   a record of 8 bytes, of which 4 arrive before the end of the stream
 * broken: 4 bytes
 * fixed:  EOFException
 * </pre>
 */
public final class ShortRecord {

    static final int RECORD_BYTES = 8; // both sides know; otherwise it would be sent first

    private ShortRecord() {}

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("sent:   a record of 8 bytes, of which 4 arrive before the end of the stream");
        try (LoopbackConnection connection = sent("0123")) {
            IO.println("broken: " + BlockingCall.outcome(
                    () -> whatIsLeft(connection.server().getInputStream()).length + " bytes"));
        }
        try (LoopbackConnection connection = sent("0123")) {
            IO.println("fixed:  " + BlockingCall.outcome(
                    () -> wholeRecord(connection.server().getInputStream()).length + " bytes"));
        }
    }

    static LoopbackConnection sent(String bytes) throws IOException {
        LoopbackConnection connection = LoopbackConnection.open();
        connection.client().getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
        connection.client().shutdownOutput();
        return connection;
    }

    /** Broken: asks for a record, and does not look at how much came. */
    static byte[] whatIsLeft(InputStream in) throws IOException {
        return in.readNBytes(RECORD_BYTES);
    }

    /** Fixed: a record, or an exception. */
    static byte[] wholeRecord(InputStream in) throws IOException {
        byte[] record = new byte[RECORD_BYTES];
        new DataInputStream(in).readFully(record);
        return record;
    }
}
