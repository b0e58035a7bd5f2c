package io.github.socketsbyexample.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class GreetingServerTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final String GREETING = "server: hello, client!";

    private static RunningServer start(Charset charset) throws IOException {
        return new RunningServer(new GreetingServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, charset));
    }

    @Test
    void eachChunkIsGreeted() throws Exception {
        try (RunningServer server = start(GBK); RawPeer peer = server.connect()) {
            for (byte b : "你好".getBytes(GBK)) {
                peer.send(b);
                assertEquals(GREETING, peer.readText(GREETING.length()));
            }
            peer.halfClose();
            assertEquals(0, peer.readAll().length);
        }
    }

    @Test
    void greetingIsInTheCharsetToo() throws Exception {
        Charset utf16 = Charset.forName("UTF-16BE");
        try (RunningServer server = start(utf16); RawPeer peer = server.connect()) {
            peer.send("hello".getBytes(utf16));
            assertEquals(GREETING, new String(peer.read(2 * GREETING.length()), utf16));
        }
    }

    @Test
    void bytesThatAreNoTextNeverStopTheServer() throws Exception {
        byte[] garbage = new byte[1 << 20]; // 1 MiB without a pause
        new Random(11).nextBytes(garbage);
        try (RunningServer server = start(GBK)) {
            try (RawPeer peer = server.connect()) {
                peer.send(garbage);
                peer.halfClose();
                int greetings = peer.readAll().length;
                assertTrue(greetings > 0 && greetings % GREETING.length() == 0, greetings + " bytes");
            }
            try (RawPeer next = server.connect()) {
                next.send("hello".getBytes(GBK));
                assertEquals(GREETING, next.readText(GREETING.length()));
            }
        }
    }

    @Test
    void resetEndsThatConversationAlone() throws Exception {
        try (RunningServer server = start(GBK)) {
            server.connect().reset();
            try (RawPeer peer = server.connect()) {
                peer.send("你".getBytes(GBK)[0]);
                peer.readText(GREETING.length());
                peer.reset();
            }
            try (RawPeer next = server.connect()) {
                next.send("hello".getBytes(GBK));
                assertEquals(GREETING, next.readText(GREETING.length()));
            }
        }
    }
}
