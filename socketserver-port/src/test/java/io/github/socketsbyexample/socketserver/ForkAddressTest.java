package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnresolvedAddressException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForkAddressTest {

    private static @Nullable SocketAddress copy(@Nullable SocketAddress address) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ForkAddress.write(new DataOutputStream(bytes), address);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
        SocketAddress copy = ForkAddress.read(new DataInputStream(in));
        assertEquals(0, in.available());
        return copy;
    }

    @Test
    void addressesOfAllKindsSurvive() throws Exception {
        byte[] linkLocal = new byte[16];
        linkLocal[0] = (byte) 0xfe;
        linkLocal[1] = (byte) 0x80;
        for (SocketAddress address : new SocketAddress[]{
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 65_535),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 1),
                new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 50007),
                UnixDomainSocketAddress.of("/a/path"), UnixStreamServer.abstractName("a name"),
                UnixAddress.of(new byte[]{'/', (byte) 0xff})}) {
            assertEquals(address, copy(address));
            assertEquals(address.toString(), String.valueOf(copy(address)));
        }
        assertEquals(null, copy(null));
    }

    @Test
    void aHostNameIsNoAddress() {
        assertThrows(UnresolvedAddressException.class, () -> copy(InetSocketAddress.createUnresolved("host", 1)));
    }
}
