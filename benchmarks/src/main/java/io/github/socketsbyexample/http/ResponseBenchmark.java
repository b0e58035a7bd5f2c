package io.github.socketsbyexample.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A response from memory: its head as a busy site sends it, and a body of 1 MiB in chunks of 8 KiB. In this package
 * because the reader is for it alone.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResponseBenchmark {

    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int CHUNKS = 128;
    private static final String HEAD = """
            HTTP/1.1 200 OK
            Date: Fri, 20 Nov 2026 14:25:59 GMT
            Server: nginx
            Content-Type: text/html; charset=utf-8
            Transfer-Encoding: chunked
            Connection: close
            Cache-Control: private, no-cache, no-store, must-revalidate
            Set-Cookie: session=0123456789abcdef0123456789abcdef; Path=/; HttpOnly; SameSite=Lax
            Strict-Transport-Security: max-age=31536000; includeSubDomains
            X-Content-Type-Options: nosniff
            Vary: Accept-Encoding

            """.replace("\n", "\r\n");

    private final byte[] target = new byte[64 * 1024];
    private byte[] head = {};
    private byte[] response = {};

    /** Writes the response. */
    @Setup
    public void write() {
        head = HEAD.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head);
        for (int i = 0; i < CHUNKS; i++) {
            bytes.writeBytes((Integer.toHexString(CHUNK_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(new byte[CHUNK_BYTES]);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        response = bytes.toByteArray();
    }

    private static ResponseReader reader(byte[] bytes) {
        return new ResponseReader(new ByteArrayInputStream(bytes));
    }

    /** Reads the head; returns its status. */
    @Benchmark
    public int head() throws IOException {
        return reader(head).readHead().status();
    }

    /** Reads the whole response; returns the length of its body. */
    @Benchmark
    public long chunkedBody() throws IOException {
        ResponseReader reader = reader(response);
        InputStream body = reader.body(reader.readHead(), "GET");
        long length = 0;
        for (int n; (n = body.read(target)) >= 0;) {
            length += n;
        }
        return length;
    }
}
