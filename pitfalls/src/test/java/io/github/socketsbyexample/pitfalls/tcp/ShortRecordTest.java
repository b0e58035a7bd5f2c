package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class ShortRecordTest {

    @Test
    void brokenTakesHalfARecordWithoutAnError() throws IOException {
        try (LoopbackConnection connection = ShortRecord.sent("0123")) {
            assertEquals("0123", new String(ShortRecord.whatIsLeft(connection.server().getInputStream()), UTF_8));
        }
    }

    @Test
    void fixedReportsAnEndInsideARecord() throws IOException {
        try (LoopbackConnection connection = ShortRecord.sent("0123")) {
            assertThrows(EOFException.class,
                    () -> ShortRecord.wholeRecord(connection.server().getInputStream()));
        }
    }

    @Test
    void fixedReadsRecordAfterRecord() throws IOException {
        try (LoopbackConnection connection = ShortRecord.sent("01234567abcdefgh")) {
            InputStream in = connection.server().getInputStream();
            assertEquals("01234567", new String(ShortRecord.wholeRecord(in), UTF_8));
            assertEquals("abcdefgh", new String(ShortRecord.wholeRecord(in), UTF_8));
        }
    }
}
