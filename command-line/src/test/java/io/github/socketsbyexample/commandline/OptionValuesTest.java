package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;

class OptionValuesTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:50007, 127.0.0.1, 50007", "[::1]:50007, ::1, 50007", "localhost:0, localhost, 0",
            "[fe80::1%1]:65535, fe80::1%1, 65535"})
    void anAddressIsReadAsItIsWritten(String text, String host, int port) {
        InetSocketAddress address = OptionValues.address(text);
        assertEquals(host, address.getHostString());
        assertEquals(port, address.getPort());
        assertTrue(address.isUnresolved());
        assertEquals(text, Addresses.format(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", ":80", "::1:80", "[::1]", "[::1]80", "[localhost]:80", "[::1:80", "host:",
            "host:-1", "host:65536", "host:+1", "host:1e3", "host:٣", " :80", "]a:80"})
    void whatIsNoAddressIsRefusedAndQuoted(String text) {
        assertThrows(IllegalArgumentException.class, () -> OptionValues.address(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", ":80"})
    void anAddressHasTwoParts(String text) {
        assertEquals("'" + text + "' is not HOST:PORT",
                assertThrows(IllegalArgumentException.class, () -> OptionValues.address(text)).getMessage());
    }

    @Test
    void hostIsReadWithOrWithoutBrackets() {
        assertEquals("::1", OptionValues.host("[::1]"));
        assertEquals("::1", OptionValues.host("::1"));
    }

    @ParameterizedTest
    @CsvSource({"1ms, 1", "500ms, 500", "2s, 2000", "1m, 60000", "1440m, 86400000"})
    void unitsOfTimeAreMillisecondsSecondsAndMinutes(String text, long millis) {
        assertEquals(millis, OptionValues.time(text).toMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1h", "1.5s", "-1s", "+1s", " 1s", "1 s", "1S", "0s", "0ms", "1441m",
            "86400001ms",
            "999999999s"})
    void whatIsNoTimeIsRefusedAndQuoted(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> OptionValues.time(text)).getMessage();
        assertTrue(String.valueOf(message).startsWith("'" + text + "'"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1441m"})
    void aTimeOutOfRangeIsToldTheRange(String text) {
        assertEquals("'" + text + "' is not within 1ms and 1440m",
                assertThrows(IllegalArgumentException.class, () -> OptionValues.time(text)).getMessage());
    }

    @Test
    void theRangeOfPausesBeginsWithNone() {
        assertEquals("'1441m' is not within 0ms and 1440m",
                assertThrows(IllegalArgumentException.class, () -> OptionValues.pause("1441m")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "0s", "0m"})
    void aPauseMayBeNone(String text) {
        assertEquals(Duration.ZERO, OptionValues.pause(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1s", "1441m"})
    void aPauseIsOtherwiseATimeAsAnyOther(String text) {
        assertThrows(IllegalArgumentException.class, () -> OptionValues.pause(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1500ms", "10s", "90s", "1m", "1440m"})
    void aTimeIsWrittenAsItIsRead(String text) {
        assertEquals(text, Durations.format(OptionValues.time(text)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4096, 4096", "9999999999, 9999999999", "64K, 65536", "64k, 65536", "16M, 16777216",
            "16m, 16777216", "1G, 1073741824", "1g, 1073741824", "8589934591G, 9223372035781033984"})
    void aSizeIsANumberOfBytesOrOfTheirMultiples(String text, long bytes) {
        assertEquals(bytes, OptionValues.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "+1", "1.5G", "1,5G", "1 M", " 1M", "1M ", "1T", "1KB", "1KiB", "0x10",
            "1e3",
            "٣", "1000000000000000000", "99999999999999999999G"})
    void whatIsNoSizeIsRefusedAndQuoted(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> OptionValues.size(text)).getMessage();
        assertEquals("'" + text + "' is not a size such as 4096, 64K, 16M or 1G", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0K", "00G", "8589934592G", "999999999999999999K", "17592186044416M"})
    void nothingAndMoreBytesThanCanBeCountedAreNoSizes(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> OptionValues.size(text)).getMessage();
        assertEquals("'" + text + "' is not within 1 and 8589934591G", message);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "007, 7", "2147483647, 2147483647"})
    void aCountIsAWholeNumber(String text, int number) {
        assertEquals(number, OptionValues.number(text, 0, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", " 1", "1 ", "1K", "2147483648", "4294967297", "99999999999", "٣"})
    void whatIsNoCountIsRefusedAndQuoted(String text) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> OptionValues.number(text, 0, Integer.MAX_VALUE)).getMessage();
        assertEquals("'" + text + "' is not a whole number from 0 to 2147483647", message);
    }

    @ParameterizedTest
    @CsvSource({"utf-8, UTF-8", "utf8, UTF-8", "gbk, GBK", "latin1, ISO-8859-1"})
    void charsetIsFoundByAnyOfItsNamesInAnyCase(String name, String found) {
        assertEquals(found, OptionValues.charset(name).name());
    }

    @ParameterizedTest
    @CsvSource({"gbkk, GBK", "GKB, GBK", "utf_9, UTF-8", "ISO-8859-99, ISO-8859-9", "shift-jiss, Shift_JIS"})
    void nearMatchesAreNamed(String name, String match) {
        String message = assertThrows(IllegalArgumentException.class, () -> OptionValues.charset(name)).getMessage();
        assertTrue(String.valueOf(message).startsWith("unknown charset '" + name + "'; did you mean "), message);
        assertTrue(String.valueOf(message).contains(match), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!", "qqqqqqqq", "no such thing"})
    void nothingIsSuggestedWhereNothingIsNear(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> OptionValues.charset(name)).getMessage();
        assertEquals("unknown charset '" + name + "'", message);
    }

    @Test
    void charsetThatCannotBeWrittenIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> OptionValues.charset("x-JISAutoDetect"));
    }
}
