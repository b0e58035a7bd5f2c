package io.github.socketsbyexample.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** Raw bytes in, outcome out: each request is followed by a second one, which is not answered after a bad one. */
@ExtendWith(NoLeaks.class)
class StaticServerRequestsTest {

    private static final String SECOND = "GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    /** Sends a request, in which {@code |} stands for the end of a line, and the second; returns the answers' statuses. */
    private static String statuses(String request) throws IOException {
        try (RunningServer server = new RunningServer(
                new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, null));
                RawPeer client = server.connect()) {
            String bytes = request.replace("|", "\r\n")
                    .replace("<LF>", "\n")
                    .replace("<CR>", "\r")
                    .replace("<NUL>", "\0")
                    .replace("<TAB>", "\t")
                    .replace("<E9>", "\u00e9");
            client.send((bytes + SECOND).getBytes(ISO_8859_1)); // at once, or the second might find a closed socket
            List<String> statuses = new ArrayList<>();
            Matcher status = STATUS.matcher(new String(client.readAll(), ISO_8859_1));
            while (status.find()) {
                statuses.add(status.group(1));
            }
            return String.join(" ", statuses);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1|Host: x||", "GET / HTTP/1.1|host:x:80||",
            "GET / HTTP/1.1|HOST: [::1]:8000||",
            "GET / HTTP/1.1|Host: a.b-c_d%41||", "GET http://other/ HTTP/1.1|Host: x||", "GET /?q HTTP/1.1|Host: x||",
            "GET / HTTP/1.0|Connection: keep-alive||", "GET / HTTP/1.9|Host: x:||", "||GET / HTTP/1.1|Host: x||",
            "HEAD / HTTP/1.1|Host: x||", "GET / HTTP/1.1|Host: x|Content-Length: 0||",
            "GET / HTTP/1.1|Host: x|X: a<TAB>b||"})
    void goodRequestIsAnsweredAndSoIsTheNext(String request) throws Exception {
        assertEquals("200 404", statuses(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // RFC 9112, 3.2: Host
            "GET / HTTP/1.1||", "GET / HTTP/1.1|Host: x|Host: x||", "GET / HTTP/1.1|Host: x|host: y||",
            "GET / HTTP/1.0|Host: x|Host: y||", "GET / HTTP/1.1|Host:||", "GET / HTTP/1.1|Host: a b||",
            "GET / HTTP/1.1|Host: x/||", "GET / HTTP/1.1|Host: u@x||", "GET / HTTP/1.1|Host: x:port||",
            "GET / HTTP/1.1|Host: x:+1||", "GET / HTTP/1.1|Host: ::1||", "GET / HTTP/1.1|Host: [::1||",
            "GET / HTTP/1.1|Host: %zz||", "GET / HTTP/1.1|Host: <E9>||", "GET / HTTP/1.0|Host: a b||",
            // RFC 9112, 3: the request line
            "GET||", "GET /||", "/||", "G@T / HTTP/1.1|Host: x||", "GET / HTTP/2.0|Host: x||", "GET / HTTP/1|Host: x||",
            "GET / http/1.1|Host: x||", "GET / HTTP/1.1 |Host: x||", "GET / HTTP/1.10|Host: x||",
            "GET / FTP/1.1|Host: x||",
            "GET / HTTP/1.1<LF>Host: x||", "GET<TAB>/<TAB>HTTP/1.1|Host: x||", "GET /<CR>x HTTP/1.1|Host: x||",
            "GET /#part HTTP/1.1|Host: x||", "GET /<E9> HTTP/1.1|Host: x||", "GET /%zz HTTP/1.1|Host: x||",
            "GET ftp://x/ HTTP/1.1|Host: x||", "GET http:/// HTTP/1.1|Host: x||", "GET http://u@x/ HTTP/1.1|Host: x||",
            "GET %2fx HTTP/1.1|Host: x||",
            // RFC 9112, 6: where the body ends
            "GET / HTTP/1.1|Host: x|Content-Length: +5||", "GET / HTTP/1.1|Host: x|Content-Length: -0||",
            "GET / HTTP/1.1|Host: x|Content-Length: +0||", "GET / HTTP/1.1|Host: x|Content-Length: 5,5||",
            "GET / HTTP/1.1|Host: x|Content-Length: 5|Content-Length: 5||hello",
            "GET / HTTP/1.1|Host: x|Content-Length:||",
            "GET / HTTP/1.1|Host: x|Content-Length: 0x5||hello", "GET / HTTP/1.1|Host: x|Content-Length: 5 5||hello",
            "GET / HTTP/1.1|Host: x|Content-Length: 99999999999999999999||",
            "GET / HTTP/1.1|Host: x|Content-Length: 5|Transfer-Encoding: chunked||0||",
            "GET / HTTP/1.0|Transfer-Encoding: chunked||0||",
            "GET / HTTP/1.0|Connection: keep-alive|Transfer-Encoding: chunked||0||",
            // RFC 9112, 5: fields
            "GET / HTTP/1.1|Host : x||", "GET / HTTP/1.1| Host: x||", "GET / HTTP/1.1|Host: x|no colon||",
            "GET / HTTP/1.1|Host: x|Transfer-Encoding : chunked||0||", "GET / HTTP/1.1|Host: x|X: a<NUL>b||",
            "GET / HTTP/1.1|Host: x|(X): y||", "GET / HTTP/1.1|Host: x|: y||"})
    void badRequestGets400AndEndsTheConnection(String request) throws Exception {
        assertEquals("400", statuses(request));
    }

    /** RFC 9112, 6.1: a coding that is not known; the JDK's server decides, and ends the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"chunked, chunked", "gzip, chunked", "xchunked", "identity", "chunked;q=1", "\"chunked\"",
            "chunked|Transfer-Encoding: identity", "chun\u212aed", ""})
    void otherCodingsThanChunkedAreNotImplemented(String coding) throws Exception {
        assertEquals("501", statuses("GET / HTTP/1.1|Host: x|Transfer-Encoding: " + coding + "||0||"));
    }

    @ParameterizedTest
    @CsvSource({"413, GET / HTTP/1.1|Host: x|Content-Length: 5||hello",
            "413, GET / HTTP/1.1|Host: x|Transfer-Encoding: Chunked||5|hello|0||",
            "405, POST / HTTP/1.1|Host: x|Content-Length: 05||hello", "405, get / HTTP/1.1|Host: x||"})
    void whatIsNotServedIsTheLastOfItsConnection(String status, String request) throws Exception {
        assertEquals(status, statuses(request));
    }

    /** What the JDK's server does before a handler sees anything: the module's README lists it. */
    @ParameterizedTest
    @CsvSource({"'', GET mailto:x HTTP/1.1|Host: x||", "'', CONNECT x:443 HTTP/1.1|Host: x||",
            "404, OPTIONS * HTTP/1.1|Host: x||", "404, GET page HTTP/1.1|Host: x||", "404, GET  / HTTP/1.1|Host: x||",
            "200 404, GET / more HTTP/1.1|Host: x||", "200 404, GET / HTTP/1.1|Host: x<LF>X: y||",
            "200 404, GET / HTTP/1.1|Host: x<CR>X: y||",
            "200 404, GET / HTTP/1.1|Host: x|X: a| b||", "200 404, GET / HTTP/1.1|Host: x|X: <NUL>a<NUL>||",
            "200 404, ||||GET / HTTP/1.1|Host: x||"})
    void theJdkDecides(String statuses, String request) throws Exception {
        assertEquals(statuses, statuses(request));
    }

    @Test
    void veryLongHostIsNone() throws Exception {
        assertEquals("400", statuses("GET / HTTP/1.1|Host: " + "a".repeat(60_000) + "||"));
        assertEquals("400", statuses("GET http://" + "a".repeat(60_000) + "/ HTTP/1.1|Host: x||"));
    }

    @Test
    void headOfTooManyNamesIsCutByTheJdk() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i <= 200; i++) {
            fields.append("X").append(i).append(": y|");
        }
        assertEquals("", statuses("GET / HTTP/1.1|Host: x|" + fields + "|"));
        String oneName = fields.toString().replaceAll("X[0-9]+", "X");
        assertEquals("200 404", statuses("GET / HTTP/1.1|Host: x|" + oneName + "|"));
    }

    @Test
    void headThatIsTooLongIsCutByTheJdk() throws Exception {
        assertEquals("200 404", statuses("GET / HTTP/1.1|Host: x|X: " + "y".repeat(63 * 1024) + "||"));
        String answered = "";
        try {
            answered = statuses("GET / HTTP/1.1|Host: x|X: " + "y".repeat(65 * 1024) + "||");
        } catch (SocketException e) {
            assertTrue(List.of("Connection reset", "Connection reset by peer", "Broken pipe").contains(e.getMessage()),
                    e.getMessage()); // for the rest was not read
        }
        assertEquals("", answered);
    }

    @Test
    void badRequestSaysWhatIsWrong() throws Exception {
        try (RunningServer server = new RunningServer(
                new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, null));
                RawPeer client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n"); // and waits, with both directions open
            String answer = new String(client.readAll(), ISO_8859_1);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\nBad Request: Content-Length is no number\n"), answer);
        }
    }
}
