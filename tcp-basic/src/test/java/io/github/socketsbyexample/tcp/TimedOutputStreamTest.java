package io.github.socketsbyexample.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.ScriptedServer;

@ExtendWith(NoLeaks.class)
class TimedOutputStreamTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int BYTES = 10_000_000; // more than all buffers on the way, for several timeouts
    private static final int BYTES_PER_SECOND = 2_500_000;

    @Test
    void oneWriteMayTakeSeveralTimeoutsWhereThePeerTakesBytesAllTheTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                peer -> assertEquals(BYTES, SlowLine.read(peer, BYTES, BYTES_PER_SECOND)));
                RawPeer peer = RawPeer.connect(server.address());
                TimedOutputStream out = new TimedOutputStream(peer.socket(), TIMEOUT)) {
            out.write(new byte[BYTES]);
        }
    }
}
