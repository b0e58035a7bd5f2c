package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.OwnNetwork;

@ExtendWith(NoLeaks.class)
class OutOfPortsTest {

    // The sixth is the listener's. And Linux would have an old connection's port be used again over loopback, after a second.
    private static final String FIVE_PORTS = "echo 40000 40005 >/proc/sys/net/ipv4/ip_local_port_range;"
            + "echo 0 >/proc/sys/net/ipv4/tcp_tw_reuse";

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems may let a client have its port again")
    void brokenCannotHaveItsPortAgain() throws IOException {
        assertEquals("BindException: Address already in use",
                OutOfPorts.outcome(2, new OutOfPorts.OnePort()::open, OutOfPorts::clientCloses));
    }

    @Test
    void fixedHasItsPortAgainAtOnce() throws IOException {
        assertEquals("20 conversations",
                OutOfPorts.outcome(20, new OutOfPorts.OnePort()::open, OutOfPorts::serverCloses));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void withFivePortsBrokenConversesFiveTimesAndFixedAnyNumber(@TempDir Path folder)
            throws IOException, InterruptedException {
        assertEquals(List.of("5 conversations", "BindException: Cannot assign requested address"),
                OwnNetwork.printed(FIVE_PORTS, ClientCloses.class, folder));
        assertEquals(List.of("20 conversations"), OwnNetwork.printed(FIVE_PORTS, ServerCloses.class, folder));
    }

    /** Converses in a network that has five ports for clients. */
    static final class ClientCloses {
        static void main() throws IOException {
            IO.println(OutOfPorts.outcome(5, Socket::new, OutOfPorts::clientCloses));
            IO.println(OutOfPorts.outcome(1, Socket::new, OutOfPorts::clientCloses));
        }
    }

    /** Likewise. */
    static final class ServerCloses {
        static void main() throws IOException {
            IO.println(OutOfPorts.outcome(20, Socket::new, OutOfPorts::serverCloses));
        }
    }
}
