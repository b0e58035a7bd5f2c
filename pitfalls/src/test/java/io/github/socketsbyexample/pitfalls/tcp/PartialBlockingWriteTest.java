package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class PartialBlockingWriteTest {

    private static final String PART = "less than " + PartialBlockingWrite.BYTES + " bytes arrived";
    private static final String ALL = PartialBlockingWrite.BYTES + " bytes arrived";

    @Test
    void brokenLosesTheRest() throws IOException {
        assertEquals(PART, PartialBlockingWrite.arrived(Thread.ofVirtual(), PartialBlockingWrite::writeOnce));
    }

    @Test
    void fixedSendsAllOfItInBothKindsOfThreads() throws IOException {
        assertEquals(ALL, PartialBlockingWrite.arrived(Thread.ofVirtual(), PartialBlockingWrite::writeAll));
        assertEquals(ALL, PartialBlockingWrite.arrived(platform(), PartialBlockingWrite::writeAll));
    }

    @Test
    void aPlatformThreadSendsAllAtOnceUntilAVirtualThreadHasTouchedTheChannel() throws IOException {
        assertEquals(ALL, PartialBlockingWrite.arrived(platform(), PartialBlockingWrite::writeOnce));
        assertEquals(PART, PartialBlockingWrite.arrived(platform(), (channel, message) -> {
            byVirtualThread(channel, message.slice(0, 1));
            PartialBlockingWrite.writeOnce(channel, message.position(1));
        }));
    }

    private static void byVirtualThread(SocketChannel channel, ByteBuffer message) throws IOException {
        BlockingCall writing = BlockingCall.at(Thread.ofVirtual(), () -> channel.write(message));
        assertEquals("1", writing.outcome(LoopbackConnection.DEADLINE));
    }

    @Test
    void streamsSendAllInAVirtualThread() throws IOException {
        assertEquals(ALL, PartialBlockingWrite.arrived(Thread.ofVirtual(),
                (channel, message) -> channel.socket().getOutputStream().write(new byte[PartialBlockingWrite.BYTES])));
        assertEquals(ALL, PartialBlockingWrite.arrived(Thread.ofVirtual(),
                (channel, message) -> Channels.newOutputStream(channel).write(new byte[PartialBlockingWrite.BYTES])));
    }

    private static Thread.Builder platform() {
        return Thread.ofPlatform().daemon();
    }
}
