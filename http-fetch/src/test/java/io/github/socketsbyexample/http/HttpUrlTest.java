package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
            "http://example.org,                      example.org:80,    example.org,      /",
            "HTTP://Example.org:80/,                  Example.org:80,    Example.org,      /",
            "http://example.org:/,                    example.org:80,    example.org,      /",
            "http://a_b.example._x/,                  a_b.example._x:80, a_b.example._x,   /",
            "http://_dmarc.example.org.:8000/,        _dmarc.example.org.:8000, _dmarc.example.org.:8000, /",
            "http://bücher.example/ü,                 xn--bcher-kva.example:80, xn--bcher-kva.example, /%C3%BC",
            "http://例え。テスト:8000/,                 xn--r8jz45g.xn--zckzah:8000, xn--r8jz45g.xn--zckzah:8000, /",
            "http://１２７.0.0.1/,                     127.0.0.1:80,      127.0.0.1,        /",
            "http://1.2.example/,                     1.2.example:80,    1.2.example,      /",
            "https://example.org/a/b?c=d&e#part,      example.org:443,   example.org,      /a/b?c=d&e",
            "http://example.org:8080?q,               example.org:8080,  example.org:8080, /?q",
            "http://example.org:443/,                 example.org:443,   example.org:443,  /",
            "http://[::1]:8000/x,                     [::1]:8000,        [::1]:8000,       /x",
            "https://[2001:db8::1]/,                  [2001:db8::1]:443, [2001:db8::1],    /",
            "http://127.0.0.1/%E4%BD%A0,              127.0.0.1:80,      127.0.0.1,        /%E4%BD%A0",
            "http://127.0.0.1/你好?é,                  127.0.0.1:80,      127.0.0.1,        /%E4%BD%A0%E5%A5%BD?%C3%A9",
            "http://127.0.0.1//a/../b,                127.0.0.1:80,      127.0.0.1,        //b",
            "http://127.0.0.1/../../a/./b/.?..,       127.0.0.1:80,      127.0.0.1,        /a/b/?..",
            "http://example.org:065535/,              example.org:65535, example.org:65535, /",
            "http://127.0.0.1/e\u0301,                127.0.0.1:80,      127.0.0.1,        /e%CC%81"
    })
    void urlSaysWhereToConnectAndWhatToAskFor(String text, String address, String hostField, String target) {
        HttpUrl url = HttpUrl.parse(text);
        assertEquals(address, Addresses.format(url.address()));
        assertEquals(hostField, url.hostField());
        assertEquals(target, url.target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "localhost:8000/", "/path", "file:///etc/passwd", "ftp://example.org/",
            "javascript:alert(1)", "http:", "http://", "http:///path", "http:example.org", "http://:80/", "http://a b/",
            "http://example.org/a b", "http://example.org/a\r\nX: y", "http://example.org/\n", "http://example.org/\t",
            "http://example.org/a\u0000", "http://example.org/%zz", "http://example.org:x/", "http://example.org:0/",
            "http://example.org:65536/", "http://example.org:+1/", "http://example.org:99999999999/",
            "http://user@example.org/",
            "http://user:secret@example.org/", "http://[::1/", "http://[nonsense]/", "http://example.org/\\x",
            "http://exam\u00a0ple.org/", "http://example.org/\ud800"})
    void whatIsNoUrlToFetchIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> HttpUrl.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "http://127.1/                | names the host '127.1', which is no IPv4 address: that is four numbers up to 255",
            "http://2130706433/           | names the host '2130706433', which is no IPv4 address: that is four numbers up to 255",
            "http://0x7f.0.0.0x1/         | names the host '0x7f.0.0.0x1', which is no IPv4 address: that is four numbers up to 255",
            "http://0177.0.0.1/           | names the host '0177.0.0.1', which is no IPv4 address: that is four numbers up to 255",
            "http://256.1.1.1/            | names the host '256.1.1.1', which is no IPv4 address: that is four numbers up to 255",
            "http://1.2.3.4.5/            | names the host '1.2.3.4.5', which is no IPv4 address: that is four numbers up to 255",
            "http://１２７.1/              | names the host '１２７.1', which is no IPv4 address: that is four numbers up to 255",
            "http://[::1%25lo]/           | names the host '[::1%25lo]', which is no IPv6 address",
            "http://[1::2::3]/            | names the host '[1::2::3]', which is no IPv6 address",
            "http://a..b/                 | names the host 'a..b', which is no domain name",
            "http://℀.example/            | names the host '℀.example', which is no domain name",
            "http://a%5Fb/                | names the host 'a%5Fb', which is no domain name",
            "/path                        | is not an http:// or https:// URL",
            "http://user@example.org/     | names a user: nothing here would ask for a password",
            "http:///path                 | names no host",
            "http://[::1/                 | names no host and port",
            "http://[/                    | names no host and port",
            "http://a[b/                  | names no host and port",
            "http://example.org:65536/    | names a port that there is not",
            "http://example.org/a b       | is not a URL: it holds what has to be percent-encoded",
            "http://example.org/\ufffd    | holds bytes that are no UTF-8",
    })
    void whyAUrlIsRefusedIsTrue(String url, String reason) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> HttpUrl.parse(url));
        assertEquals("'" + url + "' " + reason, e.getMessage());
    }

    @Test
    void hostMayBeAsLongAsADomainName() {
        String longest = "a.".repeat(126) + "a";
        assertEquals(longest, HttpUrl.parse("http://" + longest).host());
        assertThrows(IllegalArgumentException.class, () -> HttpUrl.parse("http://" + longest + "."));
    }

    @Test
    void veryLongHostsAndPathsAreReadOrRefused() {
        assertThrows(IllegalArgumentException.class, () -> HttpUrl.parse("http://" + "a.".repeat(100_000)));
        String path = "/%41".repeat(50_000);
        assertEquals(path, HttpUrl.parse("http://h" + path).target());
    }

    /** All examples of RFC 3986, section 5.4, what follows the host; the fragment is never sent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // 5.4.1, normal
            "g             | a /b/c/g", "./g       | a /b/c/g", "g/        | a /b/c/g/", "/g           | a /g",
            "//g           | g /", "?y             | a /b/c/d;p?y", "g?y   | a /b/c/g?y", "#s          | a /b/c/d;p?q",
            "g#s           | a /b/c/g", "g?y#s     | a /b/c/g?y", ";x      | a /b/c/;x", "g;x         | a /b/c/g;x",
            "g;x?y#s       | a /b/c/g;x?y", "''    | a /b/c/d;p?q", ".     | a /b/c/", "./            | a /b/c/",
            "..            | a /b/", "../          | a /b/", "../g         | a /b/g", "../..          | a /",
            "../../        | a /", "../../g        | a /g",
            // 5.4.2, abnormal
            "../../../g    | a /g", "../../../../g | a /g", "/./g         | a /g", "/../g          | a /g",
            "g.            | a /b/c/g.", ".g       | a /b/c/.g", "g..      | a /b/c/g..", "..g        | a /b/c/..g",
            "./../g        | a /b/g", "./g/.       | a /b/c/g/", "g/./h    | a /b/c/g/h", "g/../h     | a /b/c/h",
            "g;x=1/./y     | a /b/c/g;x=1/y", "g;x=1/../y | a /b/c/y",
            "g?y/./x       | a /b/c/g?y/./x", "g?y/../x | a /b/c/g?y/../x",
            "g#s/./x       | a /b/c/g", "g#s/../x  | a /b/c/g",
    })
    void referencesOfTheRfcLeadWhereItSays(String reference, String hostAndTarget) {
        HttpUrl url = HttpUrl.parse("http://a/b/c/d;p?q").redirected(reference);
        assertEquals(hostAndTarget, url.host() + " " + url.target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g:h", "http:g"}) // 5.4 again: another scheme; and "http:g" is for strict readers no relative one
    void referencesOfTheRfcThatLeadToNoHostAreRefused(String reference) {
        HttpUrl base = HttpUrl.parse("http://a/b/c/d;p?q");
        assertThrows(IllegalArgumentException.class, () -> base.redirected(reference));
    }

    @ParameterizedTest
    @CsvSource({
            "http://a.example,        x,                   http://a.example/x",
            "http://a.example/b/c?d,  x,                   http://a.example/b/x",
            "http://a.example/b/c?d,  /x?y,                http://a.example/x?y",
            "http://a.example/b/c?d,  ?y=1,                http://a.example/b/c?y=1",
            "http://a.example/b/c,    ../x,                http://a.example/x",
            "http://a.example/b/c,    //other.example/x,   http://other.example/x",
            "http://a.example:8080/,  /x,                  http://a.example:8080/x",
            "http://a.example/b,      https://a.example/b, https://a.example/b",
            "https://a.example/b,     //b.example,         https://b.example/",
            "http://a.example/b,      /你,                  http://a.example/%E4%BD%A0",
            "http://a.example/b?c,    '#part',             http://a.example/b?c"
    })
    void locationIsCompletedByTheUrlThatItCameFrom(String from, String location, String to) {
        assertEquals(to, HttpUrl.parse(from).redirected(location).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/", "data:text/plain,x", "http://user@example.org/",
            "http://", "/a b", "/a\tb", "/caf\ufffd", "http://example.org/plain"})
    void locationThatLeadsAstrayIsRefused(String location) {
        HttpUrl from = HttpUrl.parse("https://example.org/");
        assertThrows(IllegalArgumentException.class, () -> from.redirected(location));
    }

    static List<byte[]> locations() {
        return Stream
                .of("", "x", "../x?y#z", "//other.example:8080/x", "http://[::1]:80/%41/./..", "?y=1", "HTTPS://a_b./ü",
                        "http://１２７.0.0.1/", "http://user@h/", "/a\r\nX: y", "http://h:65536/", "g;x=1/../y")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** From two URLs, as one of them would forbid what leads away from TLS. */
    @ParameterizedTest
    @MethodSource("locations")
    void anythingIsRefusedOrLeadsToAUrlThatCanBeAskedForAsItIs(byte[] location) {
        String text = new String(location, StandardCharsets.UTF_8);
        for (String from : List.of("http://a/b/c/d;p?q", "https://a.example:8443/b?c")) {
            HttpUrl url;
            try {
                url = HttpUrl.parse(from).redirected(text);
            } catch (IllegalArgumentException refused) {
                assertNotNull(refused.getMessage());
                continue;
            }
            assertTrue(url.toString().matches("https?://[!-~&&[^/?#@]]+/[!-~&&[^#]]*"), url::toString);
            assertFalse(url.path().matches(".*/\\.\\.?(/.*)?"), url::path);
            assertEquals(url, HttpUrl.parse(url.toString()));
            assertEquals(1, Path.of(url.fileName()).getNameCount());
        }
    }

    @ParameterizedTest
    @CsvSource({
            "http://h/,                    index.html",
            "http://h,                     index.html",
            "http://h/a/b/,                index.html",
            "http://h/a/b.tar.gz?c=/d,     b.tar.gz",
            "http://h/a+b%20c,             a+b c",
            "http://h/%E4%BD%A0,           你",
            "http://h/...,                 _..",
            "http://h/a/..%2f..%2fetc,     _._.._etc",
            "http://h/%2e%2e,              _.",
            "http://h/.bashrc,             _bashrc",
            "http://h/-rf,                 _rf",
            "http://h/~x,                  _x",
            "http://h/%2Fetc%2Fpasswd,     _etc_passwd",
            "http://h/a%5Cb%3Ac,           a_b_c",
            "http://h/a%00b%0Ac%1B%E2%80%AEd, a_b_c__d",
            "http://h/%FF,                 �"
    })
    void fileNameIsTheLastPartOfThePathMadeHarmless(String url, String name) {
        assertEquals(name, HttpUrl.parse(url).fileName());
        assertEquals(1, Path.of(name).getNameCount());
    }

    @Test
    void veryLongFileNameIsCut() {
        String name = HttpUrl.parse("http://h/" + "%F0%9F%98%80".repeat(300)).fileName();
        assertTrue(name.length() <= 80);
        assertFalse(Path.of(name).toString().isEmpty());
    }
}
