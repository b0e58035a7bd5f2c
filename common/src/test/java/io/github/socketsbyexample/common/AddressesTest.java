package io.github.socketsbyexample.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
