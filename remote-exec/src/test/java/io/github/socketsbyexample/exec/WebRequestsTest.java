package io.github.socketsbyexample.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ProtocolException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WebRequests} from byte arrays. */
class WebRequestsTest {

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\nHost: x\r\n\r\nid -u", "GET /a?b=c HTTP/1.0\n\n", "GET / HTTP/1.1",
            "GET /?;touch$IFS/tmp/x;", "GET", "GET ", "get /x HTTP/1.1", "touch /?;id; HTTP/1.1", "X-A /x HTTP/1.1",
            "X-A /?;id;", "\r\nGET / HTTP/1.1", "\n\n GET /", "GET  /?;id;", "touch  /tmp/x  HTTP/1.1",
            "GET /x\n", "DELETE /x HTTP/9.9", "x / HTTP/2", "echo;id HTTP/1.1", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "OPTIONS * ", "CONNECT localhost:80", "HTTP/1.1", " HTTP/1.1\nHost: x", "Host: 127.0.0.1:50007\nid",
            "id\nUser-Agent: ;id", "Accept:\nid", "Sec-WebSocket-Key: ;id;", "ls\nGET / HTTP/1.1"})
    void whatABrowserSendsIsRefusedWholeOrInPart(String request) {
        assertEquals("that is an HTTP request, not a command", refusal(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "ls -l /tmp", "touch /tmp/x", "cat /etc/hosts", "echo GET", "GETTY=1 env", "R /x=1 ",
            "FOO=/x env", ": ${x}", "echo a: b", "true\nfalse\n\techo x", "echo 你好", "ssh-keygen -t ed25519",
            "curl http://localhost/"})
    void whatAPersonTypesPasses(String command) {
        if (!command.startsWith("R /")) { // R and a path look like a method and its target
            assertDoesNotThrow(() -> WebRequests.refuse(command.getBytes(UTF_8)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id\r\n", "id\r", "\u0016\u0003\u0001id", "id\u0000", "\u001bid", "id\u007f"})
    void controlCharactersAreNoCommands(String bytes) {
        assertEquals("a command has no control characters, carriage returns included", refusal(bytes));
    }

    @Test
    void bytesThatAreNotUtf8AreNoCommand() {
        assertEquals("a command must be UTF-8", assertThrows(ProtocolException.class,
                () -> WebRequests.refuse("id;\u00ff".getBytes(ISO_8859_1))).getMessage());
    }

    @Test
    void aFrameIsNoCommandAndIsCalledByItsName() {
        assertEquals("this server takes raw commands, and no frames", refusal("\0\0\0\0\2ls"));
    }

    static List<byte[]> chunks() {
        return Stream.of("ls -l\n\techo 你好", "GET / HTTP/1.1\r\n", "x\nHost: y", "id HTTP/1", "\0ls", "a\u0085b")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void anythingIsRefusedOrTextWithNoLineOfARequest(byte[] chunk) {
        if (chunk.length == 0) {
            return;
        }
        try {
            WebRequests.refuse(chunk);
        } catch (ProtocolException refused) {
            assertNotNull(refused.getMessage());
            return;
        }
        String text = new String(chunk, UTF_8);
        assertArrayEquals(chunk, text.getBytes(UTF_8));
        assertTrue(text.chars().allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == '\n'), text);
        assertTrue(text.lines()
                .noneMatch(line -> (" " + line).contains(" HTTP/") || line.startsWith("POST ")
                        || line.startsWith("Host: ")),
                text);
    }

    private static String refusal(String text) {
        return String.valueOf(
                assertThrows(ProtocolException.class, () -> WebRequests.refuse(text.getBytes(UTF_8))).getMessage());
    }
}
