package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;

/** Who is taken for the child that was started: anybody on this machine could connect in its place. */
@ExtendWith(NoLeaks.class)
class ForkedJvmTest {

    private static final byte[] SECRET = "sixteen bytes!!!".getBytes(US_ASCII);

    private static boolean isTakenForTheChild(byte[] proof, boolean ends) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, ForkTask.PARENT);
                RawPeer stranger = RawPeer.connect((InetSocketAddress) listener.getLocalSocketAddress());
                Socket candidate = listener.accept()) {
            stranger.send(proof);
            if (ends) {
                stranger.halfClose();
            }
            return ForkedJvm.isProven(candidate, SECRET);
        }
    }

    @Test
    void onlyWhoKnowsTheSecretIsTakenForTheChild() throws IOException {
        assertTrue(isTakenForTheChild(SECRET, false));
        assertFalse(isTakenForTheChild("sixteen guesses!".getBytes(US_ASCII), false));
        assertFalse(isTakenForTheChild(Arrays.copyOf(SECRET, 15), true));
        assertFalse(isTakenForTheChild(new byte[0], true));
    }

    @Test
    void whoSaysNothingIsNotWaitedForAndNotTakenForTheChild() throws IOException {
        assertFalse(isTakenForTheChild(new byte[0], false));
    }

    @Test
    void ofTheJdksAdviceForAStartThatFailsTheFirstLineIsKept() {
        IOException error = new IOException(
                "Cannot run program \"java\": error: 11 (Try again) \nPossible reasons:\n  - ");
        assertEquals("cannot start a child process: Cannot run program \"java\": error: 11 (Try again)",
                ForkedJvm.notStarted(error).getMessage());
    }
}
