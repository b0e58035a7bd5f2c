package io.github.socketsbyexample.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.OwnJvm;
import io.github.socketsbyexample.common.RawPeer;
import io.github.socketsbyexample.common.RunningServer;

/** What is in a folder, and what of it is served. */
@ExtendWith(NoLeaks.class)
class StaticFilesTest {

    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");

    @TempDir
    private Path folder;

    @BeforeEach
    void fillTheFolder() throws IOException {
        Path page = Files.writeString(folder.resolve("page.txt"), "hello");
        Files.setLastModifiedTime(page, FileTime.from(MODIFIED));
    }

    private RunningServer serving() throws IOException {
        return new RunningServer(new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, folder));
    }

    private static String ask(RunningServer server, String path, String... fields) throws IOException {
        return askBy(server, "GET", path, fields);
    }

    private static String askBy(RunningServer server, String method, String path, String... fields) throws IOException {
        try (RawPeer client = server.connect()) {
            send(client, method, path, fields);
            return new String(client.readAll(), ISO_8859_1);
        }
    }

    private static void send(RawPeer client, String method, String path, String... fields) throws IOException {
        client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join("", List.of(fields).stream().map(field -> field + "\r\n").toList()) + "\r\n");
    }

    private static Path pipe(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor());
        return path;
    }

    /** Lets those go on who wait in an opening of the pipe: somebody writes into it, and leaves. */
    private static void release(Path pipe) throws IOException {
        new RandomAccessFile(pipe.toFile(), "rw").close();
    }

    private static void assertMissing(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "other systems have no such files")
    void whatIsNoFileIsNotThereAndStopsNobody() throws Exception {
        pipe(folder.resolve("pipe"));
        Files.createDirectory(folder.resolve("sub"));
        pipe(folder.resolve("sub/index.html"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pipe"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                RunningServer server = serving()) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                assertMissing(ask(server, "/pipe"));
                assertMissing(askBy(server, "HEAD", "/pipe"));
            }
            assertMissing(ask(server, "/socket"));
            assertMissing(ask(server, "/link"));
            assertMissing(ask(server, "/pipe/x"));
            assertTrue(ask(server, "/sub/").startsWith("HTTP/1.1 200 "));
            assertTrue(ask(server, "/").contains("""
                    <ul>
                    <li><a href="./page.txt">page.txt</a>
                    <li><a href="./sub/">sub/</a>
                    </ul>
                    """));
        }
        Files.delete(folder.resolve("link"));
    }

    /** The system goes through a link that has a slash behind it, even if asked not to. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an ordinary user may make no link there")
    void slashWithinANameLeadsThroughNoLink(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("secret"), "not ours");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/own"), "ours");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Files.createSymbolicLink(folder.resolve("file"), elsewhere.resolve("secret"));
        try (RunningServer server = serving()) {
            for (String slash : List.of("%2F", "%2f", "%2F%2f", "%2F.%2F", "%2F/", "%2f./", "%2F%2F/")) {
                for (String path : List.of("link*secret", "link*", "link*/secret", "link*/", "*link/secret", "sub*own",
                        "sub*", "*sub/own", "sub*/own", "file*", "*page.txt", "page.txt*")) {
                    assertMissing(ask(server, "/" + path.replace("*", slash)));
                }
            }
        }
        Files.delete(folder.resolve("link"));
        Files.delete(folder.resolve("file"));
    }

    @Test
    void fileFromTheFutureIsOfNow() throws Exception {
        for (String time : List.of("2999-01-01T00:00:00Z", "+12000-01-01T00:00:00Z")) { // the second is no date of HTTP's
            Files.setLastModifiedTime(folder.resolve("page.txt"), FileTime.from(Instant.parse(time)));
            try (RunningServer server = serving()) {
                String answer = ask(server, "/page.txt");
                String date = answer.replaceFirst("(?s).*\r\nLast-modified: ([^\r]*)\r\n.*", "$1");
                assertTrue(HttpDate.parse(date).filter(at -> at.isBefore(Instant.now())).isPresent(), answer);
            }
        }
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "other systems have no such files")
    void filesThatBecomePipesUnderTheServersHandsStopNobodyElse() throws Exception {
        Path pipe = pipe(folder.resolve(".pipe"));
        int crowd = Machine.connections(200); // some of them meet the swap
        AtomicBoolean done = new AtomicBoolean();
        Thread swapping = Thread.ofPlatform().start(() -> swapUntil(done, folder.resolve("page.txt"), pipe));
        List<RawPeer> clients = new ArrayList<>();
        try (RunningServer server = serving()) {
            for (int i = 0; i < crowd; i++) {
                RawPeer client = server.connect();
                clients.add(client);
                send(client, "GET", "/swapped");
            }
            assertTrue(ask(server, "/page.txt").endsWith("hello"));
            done.set(true);
            assertTrue(swapping.join(Duration.ofSeconds(10)));
            release(pipe);
        } finally {
            done.set(true);
            for (RawPeer client : clients) {
                client.close();
            }
        }
    }

    private void swapUntil(AtomicBoolean done, Path file, Path pipe) {
        try {
            while (!done.get()) {
                for (Path next : List.of(file, pipe)) {
                    Files.createLink(folder.resolve(".next"), next);
                    Files.move(folder.resolve(".next"), folder.resolve("swapped"), StandardCopyOption.ATOMIC_MOVE);
                    Files.deleteIfExists(folder.resolve(".next")); // moved onto itself, it stays
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void unreadableFileIsNotThere() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        }
        Machine.require("permissions", !Files.isReadable(secret), "this user may read every file");
        try (RunningServer server = serving()) {
            assertMissing(ask(server, "/secret"));
            assertFalse(ask(server, "/").contains("secret"));
        }
    }

    @Test
    void fileThatGetsLongerIsSentAsItWas() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[32 * 1024 * 1024]); // more than the systems' buffers
        try (RunningServer server = serving(); RawPeer client = server.connect()) {
            send(client, "GET", "/large");
            String head = client.readText(15);
            Files.write(large, new byte[1024 * 1024], StandardOpenOption.APPEND); // never shorter meanwhile
            String rest = new String(client.readAll(), ISO_8859_1);
            assertEquals("HTTP/1.1 200 OK", head);
            assertEquals(32 * 1024 * 1024, rest.length() - rest.indexOf("\r\n\r\n") - 4);
        }
    }

    @Test
    void fileThatGetsShorterEndsTheConnectionBeforeItsLength() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[32 * 1024 * 1024]);
        try (RunningServer server = serving()) {
            try (RawPeer client = server.connect()) {
                send(client, "GET", "/large");
                client.readText(15);
                Files.write(large, new byte[0]);
                byte[] rest = client.readAll();
                assertTrue(rest.length < 32 * 1024 * 1024, () -> "read " + rest.length);
            }
            assertTrue(ask(server, "/page.txt").endsWith("hello"));
        }
    }

    @Test
    void emptyFileHasALength() throws Exception {
        Files.createFile(folder.resolve("empty"));
        try (RunningServer server = serving()) {
            assertTrue(ask(server, "/empty").contains("\r\nContent-length: 0\r\n"));
        }
    }

    @Test
    void nameIsTakenByteByByteAndCanBeNoScript() throws Exception {
        Files.writeString(folder.resolve("a b%41&'<#?\".txt"), "odd");
        Files.writeString(folder.resolve("javascript:alert(1)"), "odd");
        Files.createDirectory(folder.resolve("sub"));
        Path inSub = Path.of(URI.create(folder.resolve("sub").toUri() + "%FF%FE"));
        Files.writeString(inSub, "bytes"); // no UTF-8
        try (RunningServer server = serving()) {
            String list = ask(server, "/");
            assertTrue(list.contains("<a href=\"./a%20b%2541&amp;'%3C%23%3F%22.txt\">a b%41&amp;'&lt;#?&quot;.txt</a>"),
                    list);
            assertTrue(list.contains("href=\"./javascript:alert(1)\""), list);
            assertTrue(ask(server, "/a%20b%2541&'%3C%23%3F%22.txt").endsWith("\r\n\r\nodd"));
            assertTrue(ask(server, "/sub/").contains("href=\"./%FF%FE\""));
            assertTrue(ask(server, "/sub/%FF%FE").endsWith("\r\n\r\nbytes"));
            assertMissing(ask(server, "/" + "x".repeat(300)));
        }
    }

    @Test
    void folderWithoutItsSlashIsElsewhere() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        try (RunningServer server = serving()) {
            String answer = ask(server, "/sub?q");
            assertTrue(answer.startsWith("HTTP/1.1 301 ") && answer.contains("\r\nLocation: /sub/?q\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Mon, 07 Nov 1994 00:00:00 GMT"})
    void whatTheClientHasIsNotSentAgain(String date) throws Exception {
        try (RunningServer server = serving()) {
            for (String method : List.of("GET", "HEAD")) {
                String answer = askBy(server, method, "/page.txt", "If-Modified-Since: " + date);
                assertTrue(answer.startsWith("HTTP/1.1 304 ") && answer.endsWith("\r\n\r\n"), answer);
                assertTrue(answer.contains("\r\nLast-modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), answer);
                assertFalse(answer.contains("ontent-"), answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:36 GMT", "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt", "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 2094 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "1994-11-06", "",
            "Sun, 06 Nov 1994 08:49:37 GMT\r\nIf-None-Match: \"x\"",
            "Sun, 06 Nov 1994 08:49:37 GMT\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"})
    void otherwiseItIs(String date) throws Exception {
        try (RunningServer server = serving()) {
            assertTrue(ask(server, "/page.txt", "If-Modified-Since: " + date).endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void listHasNoDate() throws Exception {
        try (RunningServer server = serving()) {
            String answer = ask(server, "/", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT");
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && !answer.contains("ast-modified"), answer);
        }
    }

    @Test
    void connectionIsKeptForTheNextRequest() throws Exception {
        try (RunningServer server = serving(); RawPeer client = server.connect()) {
            client.send("GET /page.txt HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2));
            send(client, "GET", "/page.txt");
            String answers = new String(client.readAll(), ISO_8859_1);
            assertEquals(4, answers.split("\r\n\r\nhello", -1).length, answers);
        }
    }

    @Test
    void listIsInOrderAndWholeHoweverLong() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 10_000; i < 12_200; i++) {
            Files.createFile(folder.resolve(i + ".txt"));
            expected.add(i + ".txt");
        }
        expected.add("page.txt");
        try (RunningServer server = serving()) {
            String list = ask(server, "/").replaceAll("\r\n[0-9a-f]+\r\n", ""); // the chunks put together
            assertEquals(expected,
                    Pattern.compile(">([^<>]+)</a>").matcher(list).results().map(m -> m.group(1)).toList());
            assertTrue(list.endsWith("</ul>\n\r\n"), list);
            String head = askBy(server, "HEAD", "/");
            assertTrue(head.startsWith("HTTP/1.1 200 ") && head.endsWith("\r\n\r\n"), head);
        }
    }

    /** While its client does not read: a list is longer than what the systems' buffers take of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void listOfAFolderThatVanishesDoesNotLookWhole(boolean replaced) throws Exception {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 16_000; i++) {
            Files.createFile(many.resolve("x".repeat(200) + i));
        }
        try (RunningServer server = serving(); Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(server.address());
            RawPeer client = new RawPeer(socket);
            send(client, "GET", "/many/");
            client.readText(15);
            Files.move(many, folder.resolve("elsewhere"));
            if (replaced) {
                Files.createDirectory(many);
            }
            String list = new String(client.readAll(), ISO_8859_1);
            assertFalse(list.endsWith("\r\n0\r\n\r\n"), () -> list.substring(list.length() - 20));
        }
    }

    /** In a small heap; a list is longer than what the systems' buffers take of it. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sets the heap by means of env")
    void listsThatNobodyReadsFillNoMemory(@TempDir Path printed) throws Exception {
        for (int i = 0; i < 16_000; i++) {
            Files.createFile(folder.resolve("x".repeat(200) + i));
        }
        List<String> lines = OwnJvm.printed(List.of("env", "JDK_JAVA_OPTIONS=-Xmx24m"), UnreadLists.class, printed,
                folder.toString());
        assertTrue(lines.contains("hello"), () -> String.join("\n", lines));
    }

    /** Clients that ask for a list and read no more than the beginning; another is answered nevertheless. */
    static final class UnreadLists {

        private static final int CLIENTS = 6;

        static void main(String[] args) throws Exception {
            List<RawPeer> clients = new ArrayList<>();
            Path folder = Path.of(args[0]);
            try (RunningServer server = new RunningServer(
                    new StaticServer(RunningServer.ANY_PORT, RunningServer.SETTINGS, folder))) {
                for (int i = 0; i < CLIENTS; i++) {
                    Socket socket = new Socket();
                    socket.setReceiveBufferSize(4096);
                    socket.connect(server.address());
                    RawPeer client = new RawPeer(socket);
                    clients.add(client);
                    send(client, "GET", "/");
                    client.readText(15);
                }
                String answer = ask(server, "/page.txt");
                for (RawPeer client : clients) {
                    client.close();
                }
                server.stop();
                System.out.println(answer.substring(answer.length() - 5));
            }
        }
    }
}
