package io.github.socketsbyexample.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.GracefulServerSocket;
import io.github.socketsbyexample.common.ReceivedText;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Answers each chunk of text with the time before it: {@code [Fri Nov 20 14:25:59 2026] text}. The text's bytes go back
 * untouched, whatever they are. The client ends the conversation; after that, or after a reset, the next one is served.
 * One client after another, as {@link EchoServer}.
 *
 * <p>Source: document 004. Run: {@code ./sockets tcp-basic timestamp-server}
 */
public final class TimestampServer implements Server {

    static final int PORT = 21568;
    static final String CHARSET = "UTF-8";

    /** C's ctime: English names, the day padded with a space, the time of day here. */
    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Logger log = LoggerFactory.getLogger(TimestampServer.class);
    private final GracefulServerSocket listener;
    private final Charset charset;
    private final Clock clock;

    /**
     * Listens.
     *
     * @param charset in which received text is shown
     * @param clock tells the time
     */
    public TimestampServer(InetSocketAddress address, ServerSettings settings, Charset charset, Clock clock)
            throws IOException {
        this.listener = settings.listen(address);
        this.charset = charset;
        this.clock = clock;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        Program.server(TimestampServer.class, PORT)
                .charset(CHARSET)
                .serve(args, arguments -> new TimestampServer(arguments.listenAddress(), arguments.serverSettings(),
                        arguments.charset(CHARSET), Clock.system(ZoneId.systemDefault())));
    }

    @Override
    public void serve() throws IOException {
        try {
            while (true) {
                System.out.println("waiting for connection...");
                try (Socket client = listener.accept()) {
                    converse(client);
                }
            }
        } catch (SocketException e) {
            if (!listener.isClosed()) {
                throw e;
            }
        }
    }

    private void converse(Socket client) {
        String peer = Addresses.format(client.getRemoteSocketAddress());
        System.out.println("...connected from: " + peer);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (ReceivedText received = new ReceivedText("< ", charset)) {
            InputStream in = client.getInputStream();
            for (int n; (n = in.read(buffer)) != -1;) {
                received.show(buffer, n);
                client.getOutputStream().write(stamped(buffer, n)); // in one write: one message, one segment
            }
        } catch (IOException e) {
            log.warn("{}: {}", peer, e.getMessage());
        }
        System.out.println("disconnect from: " + peer);
    }

    private byte[] stamped(byte[] text, int length) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(length + 32);
        answer.writeBytes(("[" + CTIME.format(LocalDateTime.now(clock)) + "] ").getBytes(StandardCharsets.US_ASCII));
        answer.write(text, 0, length);
        return answer.toByteArray();
    }

    @Override
    public SocketAddress localAddress() {
        return listener.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
