package io.github.socketsbyexample.pitfalls.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.BlockingCall;
import io.github.socketsbyexample.pitfalls.OwnNetwork;

@ExtendWith(NoLeaks.class)
class SilentGroupTest {

    private static final String NOTHING = "SocketTimeoutException: Receive timed out";

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a member binds to other addresses elsewhere")
    void brokenReceivesNothing() throws IOException {
        requireMulticast();
        assertEquals(NOTHING, SilentGroup.outcome(SilentGroup::onLoopback));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a member binds to other addresses elsewhere")
    void fixedReceivesIt() throws IOException {
        requireMulticast();
        assertEquals("\"hello\" received", SilentGroup.outcome(SilentGroup::onTheGroup));
    }

    private static void requireMulticast() throws IOException {
        String anyAddress = BlockingCall.outcome(() -> SilentGroup.outcome(() -> new DatagramSocket()));
        Machine.require("multicast", anyAddress.equals("\"hello\" received"),
                "no multicast over the loopback interface: " + anyAddress);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux gives a process a network of its own")
    void whatElseKeepsAGroupSilent(@TempDir Path folder) throws IOException, InterruptedException {
        assertEquals(
                List.of("member on lo, sender on lo: hello", "member on lo, sender by default: " + NOTHING,
                        "member on v0, sender on v0: hello", "member on v0, sender on v0 without loop: " + NOTHING),
                OwnNetwork.printed("ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up;"
                        + "ip address add 192.0.2.1/24 dev v0; ip route add default dev v0", Causes.class, folder));
    }

    @Test
    void asItComesADatagramReachesThisMachineAndNoRouterPassesItOn() throws IOException {
        try (DatagramSocket sender = new DatagramSocket()) {
            assertEquals(1, sender.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            assertEquals(true, sender.getOption(StandardSocketOptions.IP_MULTICAST_LOOP));
        }
    }

    /** Plays the causes in a network with two interfaces. */
    static final class Causes {

        static void main() throws IOException {
            NetworkInterface lo = NetworkInterface.getByName("lo");
            NetworkInterface v0 = NetworkInterface.getByName("v0");
            IO.println("member on lo, sender on lo: "
                    + received(lo, sender -> sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, lo)));
            IO.println("member on lo, sender by default: " + received(lo, sender -> {}));
            IO.println("member on v0, sender on v0: "
                    + received(v0, sender -> sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, v0)));
            IO.println("member on v0, sender on v0 without loop: " + received(v0, sender -> {
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, v0);
                sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
            }));
        }

        private interface Preparation {
            void prepare(DatagramSocket sender) throws IOException;
        }

        private static String received(NetworkInterface joined, Preparation preparation) throws IOException {
            try (DatagramSocket member = SilentGroup.onTheGroup(); DatagramSocket sender = new DatagramSocket()) {
                member.joinGroup(new InetSocketAddress(SilentGroup.GROUP, 0), joined);
                preparation.prepare(sender);
                sender.send(new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5, SilentGroup.GROUP,
                        member.getLocalPort()));
                return BlockingCall.outcome(() -> SilentGroup.receive(member));
            }
        }
    }
}
