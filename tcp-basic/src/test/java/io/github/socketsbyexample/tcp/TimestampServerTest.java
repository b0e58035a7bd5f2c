package io.github.socketsbyexample.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class TimestampServerTest {

    private static final String NOON = "2026-11-20T14:25:59Z";
    private static final String STAMP = "[Fri Nov 20 14:25:59 2026] ";

    private static RunningServer startAt(String instant) throws IOException {
        return new RunningServer(new TimestampServer(RunningServer.ANY_PORT, RunningServer.SETTINGS,
                StandardCharsets.UTF_8, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC)));
    }

    @Test
    void textComesBackWithTheTimeBeforeIt() throws Exception {
        try (RunningServer server = startAt(NOON); RawPeer peer = server.connect()) {
            peer.send("good morning");
            assertEquals(STAMP + "good morning", peer.readText(39));
            peer.send("good night");
            assertEquals(STAMP + "good night", peer.readText(37));
        }
    }

    @Test
    void dayIsPaddedWithASpace() throws Exception {
        try (RunningServer server = startAt("2026-09-06T01:02:03Z"); RawPeer peer = server.connect()) {
            peer.send("x");
            assertEquals("[Sun Sep  6 01:02:03 2026] x", peer.readText(28));
        }
    }

    @Test
    void bytesThatAreNotTextComeBackUntouched() throws Exception {
        byte[] bytes = {0, (byte) 0xff, (byte) 0xfe, 10, 13, (byte) 0x80};
        try (RunningServer server = startAt(NOON); RawPeer peer = server.connect()) {
            peer.send(bytes);
            peer.read(STAMP.length());
            assertArrayEquals(bytes, peer.read(bytes.length));
        }
    }

    @Test
    void nextClientIsServedAfterACloseAndAfterAReset() throws Exception {
        try (RunningServer server = startAt(NOON)) {
            server.connect().close();
            server.connect().reset();
            try (RawPeer peer = server.connect()) {
                peer.send("x");
                peer.readText(28);
                peer.reset();
            }
            try (RawPeer peer = server.connect()) {
                peer.send("y");
                assertEquals(STAMP + "y", peer.readText(28));
            }
        }
    }

    @Test
    void mebibyteWithoutAPauseIsAnsweredWhole() throws Exception {
        byte[] bytes = new byte[1 << 20];
        try (RunningServer server = startAt(NOON); RawPeer peer = server.connect()) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    peer.send(bytes);
                    peer.halfClose();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            int zeros = 0;
            for (byte b : peer.readAll()) {
                zeros += b == 0 ? 1 : 0; // what is not zero is a time: one for each chunk
            }
            sender.join();
            assertEquals(bytes.length, zeros);
        }
    }
}
