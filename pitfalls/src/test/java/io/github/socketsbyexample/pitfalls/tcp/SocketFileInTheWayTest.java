package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class SocketFileInTheWayTest {

    @Test
    void brokenFindsItsOwnFileInTheWay(@TempDir Path folder) throws IOException {
        String outcome = SocketFileInTheWay.startAgain(folder, SocketFileInTheWay::listen);
        assertTrue(outcome.startsWith("BindException: "), outcome);
    }

    @Test
    void fixedListensAgain(@TempDir Path folder) throws IOException {
        assertEquals("listening again",
                SocketFileInTheWay.startAgain(folder, SocketFileInTheWay::listenInPlaceOfTheDead));
    }

    @Test
    void fixedLeavesALiveServersFileAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("live.socket");
        try (ServerSocketChannel live = SocketFileInTheWay.listen(file)) {
            assertThrows(BindException.class, () -> SocketFileInTheWay.listenInPlaceOfTheDead(file));
            assertTrue(Files.exists(file));
            SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
            live.accept().close();
        }
    }

    @Test
    void fixedRemovesNoFileThatIsNoSocket(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThrows(IOException.class, () -> SocketFileInTheWay.listenInPlaceOfTheDead(file));
        assertEquals("mine", Files.readString(file));
    }
}
