package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.ScriptedServer;

/** The responses of {@code responses.txt}, where it stands how they are written. */
@ExtendWith(NoLeaks.class)
class ResponseTableTest {

    private static final int FETCHED = 6; // one of so many is fetched as well
    private static final int LEAST_ROWS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern REPEATED = Pattern.compile("\\(([^()]+)\\)\\*([0-9]+)");
    private static final Pattern WRITTEN = Pattern.compile("<([0-9A-F]{2})(?:\\*([0-9]+))?>|\\\\|.");

    @TempDir
    private Path folder;

    record Row(String method, String rfc, String what, String response, String outcome, String curl) {

        static Row of(String line) {
            String[] cells = line.split(" \\| ", -1);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells.length > 5 ? cells[5] : cells[4]);
        }

        byte[] bytes() {
            return written(response);
        }
    }

    static List<Row> rows() throws IOException {
        try (InputStream table = ResponseTableTest.class.getResourceAsStream("responses.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        }
    }

    static List<Row> rowsToFetch() throws IOException {
        List<Row> rows = rows().stream()
                .filter(row -> row.method().equals("GET") && row.response().startsWith("HTTP/1.1 200 OK\\"))
                .toList();
        return rows.stream().filter(row -> rows.indexOf(row) % FETCHED == 0).toList();
    }

    private static byte[] written(String text) {
        String whole = REPEATED.matcher(text)
                .replaceAll(
                        piece -> Matcher.quoteReplacement(piece.group(1).repeat(Integer.parseInt(piece.group(2)))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WRITTEN.matcher(whole).results().forEach(piece -> {
            if (piece.group(1) != null) {
                int times = piece.group(2) == null ? 1 : Integer.parseInt(piece.group(2));
                byte[] one = {(byte) Integer.parseInt(piece.group(1), 16)};
                for (int i = 0; i < times; i++) {
                    bytes.writeBytes(one);
                }
            } else {
                bytes.writeBytes(
                        (piece.group().equals("\\") ? "\r\n" : piece.group()).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static String outcome(InputStream wire, Row row) {
        try {
            ResponseReader reader = new ResponseReader(wire);
            byte[] body = Wire.readAll(reader.body(reader.readHead(), row.method()), 1000);
            return new String(body, StandardCharsets.ISO_8859_1);
        } catch (EOFException e) {
            return "cut";
        } catch (IOException e) {
            return "refused";
        }
    }

    private static String expected(Row row) {
        return row.outcome().startsWith("body")
                ? new String(written(row.outcome().replaceFirst("body ?", "")), StandardCharsets.ISO_8859_1)
                : row.outcome();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void responseIsTakenCutOrRefusedHoweverItArrives(Row row) {
        assertTrue(row.outcome().matches("(?s)body( .+)?|cut|refused"), row.outcome());
        assertTrue(row.rfc().matches("RFC 911[02] [0-9.]+"), row.rfc());
        assertEquals(expected(row), outcome(Wire.of(row.bytes()), row), row.what());
        assertEquals(expected(row), outcome(Wire.inPiecesOf(1, row.bytes()), row), row.what());
    }

    @ParameterizedTest
    @MethodSource("rowsToFetch")
    void responseIsSavedWholeOrNotAtAll(Row row) throws Exception {
        Path file = folder.resolve("page");
        FetchSettings settings = new FetchSettings(PATIENCE, PATIENCE, 1000, false, false);
        Fetch fetch = new Fetch(settings,
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        String outcome;
        try (ScriptedServer server = new ScriptedServer(client -> {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append(client.readText(1));
            }
            client.send(row.bytes());
        })) {
            fetch.fetch(HttpUrl.parse("http://127.0.0.1:" + server.address().getPort()), file);
            outcome = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            assertEquals(0, Objects.requireNonNull(folder.toFile().list()).length, "nothing is left behind");
            outcome = "no file";
        }
        assertEquals(row.outcome().startsWith("body") ? expected(row) : "no file", outcome, row.what());
    }

    @Test
    void tableIsThere() throws Exception {
        assertTrue(rows().size() >= LEAST_ROWS, "rows: " + rows().size());
        assertTrue(rowsToFetch().size() >= LEAST_ROWS / FETCHED, "rows that are fetched: " + rowsToFetch().size());
    }
}
