package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Addresses;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
            "http://example.org,                      example.org:80,    example.org,      /",
            "HTTP://Example.org:80/,                  Example.org:80,    Example.org,      /",
            "https://example.org/a/b?c=d&e#part,      example.org:443,   example.org,      /a/b?c=d&e",
            "http://example.org:8080?q,               example.org:8080,  example.org:8080, /?q",
            "http://example.org:443/,                 example.org:443,   example.org:443,  /",
            "http://[::1]:8000/x,                     [::1]:8000,        [::1]:8000,       /x",
            "https://[2001:db8::1]/,                  [2001:db8::1]:443, [2001:db8::1],    /",
            "http://127.0.0.1/%E4%BD%A0,              127.0.0.1:80,      127.0.0.1,        /%E4%BD%A0",
            "http://127.0.0.1/你好?é,                  127.0.0.1:80,      127.0.0.1,        /%E4%BD%A0%E5%A5%BD?%C3%A9",
            "http://127.0.0.1//a/../b,                127.0.0.1:80,      127.0.0.1,        //a/../b"
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
            "http://example.org:65536/", "http://example.org:99999999999/", "http://user@example.org/",
            "http://user:secret@example.org/", "http://[::1/", "http://[nonsense]/", "http://example.org/\\x",
            "http://exam\u00a0ple.org/"})
    void whatIsNoUrlToFetchIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> HttpUrl.parse(text));
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
            "http://", "/a b", "/a\tb", "http://example.org/plain"})
    void locationThatLeadsAstrayIsRefused(String location) {
        HttpUrl from = HttpUrl.parse("https://example.org/");
        assertThrows(IllegalArgumentException.class, () -> from.redirected(location));
    }

    @ParameterizedTest
    @CsvSource({
            "http://h/,                    index.html",
            "http://h,                     index.html",
            "http://h/a/b/,                index.html",
            "http://h/a/b.tar.gz?c=/d,     b.tar.gz",
            "http://h/a+b%20c,             a+b c",
            "http://h/%E4%BD%A0,           你",
            "http://h/..,                  _.",
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
