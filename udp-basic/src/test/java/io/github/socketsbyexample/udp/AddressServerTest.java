package io.github.socketsbyexample.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class AddressServerTest {

    private static RunningServer start(InetSocketAddress address) throws IOException {
        return new RunningServer(new AddressServer(address, DatagramSettings.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1200, 65_507})
    void aDatagramOfAnySizeIsAnsweredWithItsSendersAddress(int size) throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address(), new byte[size]);
            assertEquals("Hello ('127.0.0.1', " + client.address().getPort() + ")", client.receive().text());
        }
    }

    @Test
    void eachClientGetsItsOwnAddress() throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT);
                RawDatagrams one = new RawDatagrams();
                RawDatagrams other = new RawDatagrams()) {
            one.send(server.address(), "one");
            other.send(server.address(), "other");
            assertEquals("Hello " + PythonAddress.repr(one.address()), one.receive().text());
            assertEquals("Hello " + PythonAddress.repr(other.address()), other.receive().text());
        }
    }

    @Test
    void bytesThatAreNoTextStopNobody() throws IOException {
        try (RunningServer server = start(RunningServer.ANY_PORT); RawDatagrams client = new RawDatagrams()) {
            client.send(server.address(), (byte) 0xe4, (byte) 0xb8);
            client.receive();
            client.send(server.address(), (byte) 0x1b, (byte) 0xff);
            assertEquals("Hello " + PythonAddress.repr(client.address()), client.receive().text());
        }
    }

    @Test
    void anIpv6AddressHasFourParts() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
        Machine.requireIpv6();
        try (RunningServer server = start(anyPort); RawDatagrams client = new RawDatagrams(anyPort)) {
            client.send(server.address(), "Hello, world");
            assertEquals("Hello ('::1', " + client.address().getPort() + ", 0, 0)", client.receive().text());
        }
    }
}
