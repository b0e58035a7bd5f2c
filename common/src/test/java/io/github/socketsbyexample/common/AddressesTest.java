package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
            "127.0.0.1, 127.0.0.1:80",
            "::1, [::1]:80",
            "::, [::]:80",
            "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80", // of two equal runs the first
            "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:80", // the longer run
            "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80", // a single zero group stays
            "fe80:0:0:0:0:0:0:0, [fe80::]:80",
            "0:0:0:0:0:0:0:a, [::a]:80",
            "1:2:3:4:5:6:0:0, [1:2:3:4:5:6::]:80"})
    void ipAddressesAreWrittenAsRfc5952Says(String literal, String expected) {
        assertEquals(expected, Addresses.format(new InetSocketAddress(InetAddress.ofLiteral(literal), 80)));
    }

    @Test
    void scopeIsKept() {
        assertEquals("[fe80::1%7]:80", Addresses.format(new InetSocketAddress(InetAddress.ofLiteral("fe80::1%7"), 80)));
    }

    @Test
    void nameThatWasNotLookedUpStaysAName() {
        assertEquals("example.org:80", Addresses.format(InetSocketAddress.createUnresolved("example.org", 80)));
    }

    @Test
    void unresolvedIpv6LiteralGetsItsBrackets() {
        assertEquals("[::1]:80", Addresses.format(InetSocketAddress.createUnresolved("::1", 80)));
    }

    @Test
    void unixDomainAddressIsItsPath() {
        assertEquals("/tmp/a.sock", Addresses.format(UnixDomainSocketAddress.of("/tmp/a.sock")));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:50007, 127.0.0.1, 50007", "[::1]:50007, ::1, 50007", "localhost:0, localhost, 0",
            "[fe80::1%1]:65535, fe80::1%1, 65535"})
    void whatIsWrittenCanBeRead(String text, String host, int port) {
        InetSocketAddress address = Addresses.parse(text);
        assertEquals(host, address.getHostString());
        assertEquals(port, address.getPort());
        assertTrue(address.isUnresolved());
        assertEquals(text, Addresses.format(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", ":80", "::1:80", "[::1]", "[::1]80", "[localhost]:80", "[::1:80", "host:",
            "host:-1", "host:65536", "host:+1", "host:1e3", "host:٣", " :80"})
    void whatIsNoAddressIsRefusedAndQuoted(String text) {
        assertThrows(IllegalArgumentException.class, () -> Addresses.parse(text));
    }

    @Test
    void hostIsReadWithOrWithoutBrackets() {
        assertEquals("::1", Addresses.parseHost("[::1]"));
        assertEquals("::1", Addresses.parseHost("::1"));
    }
}
