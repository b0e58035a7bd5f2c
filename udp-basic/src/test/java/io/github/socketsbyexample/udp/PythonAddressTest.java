package io.github.socketsbyexample.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonAddressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "127.0.0.1 | ('127.0.0.1', 37548)",
            "::1 | ('::1', 37548, 0, 0)",
            "2001:0db8:0:0:0:0:0:00ff | ('2001:db8::ff', 37548, 0, 0)",
            "::ffff:127.0.0.1 | ('127.0.0.1', 37548)"})
    void addressesAreWrittenAsPythonWritesThem(String ip, String repr) {
        assertEquals(repr, PythonAddress.repr(new InetSocketAddress(InetAddress.ofLiteral(ip), 37548)));
    }

    @Test
    void theInterfaceOfALinkLocalAddressIsANumberOfItsOwn() throws UnknownHostException {
        byte[] ip = InetAddress.ofLiteral("fe80::1").getAddress();
        InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, ip, 2), 37548);
        assertEquals("('fe80::1', 37548, 0, 2)", PythonAddress.repr(address));
    }
}
