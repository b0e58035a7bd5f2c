package io.github.socketsbyexample.pitfalls.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class FileTooLongTest {

    @Test
    void brokenFillsTheFileUpToAWholeNumberOfBuffers() throws IOException {
        assertEquals(12_288, FileTooLong.received(FileTooLong::copyBuffers).length);
    }

    @Test
    void fixedReceivesWhatWasSent() throws IOException {
        assertArrayEquals(FileTooLong.file(), FileTooLong.received(FileTooLong::copyWhatWasRead));
    }

    @Test
    void fixedReceivesWhatComesByteByByte() throws IOException {
        InputStream dripping = new ByteArrayInputStream("hello".getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, 1);
            }

            @Override
            public int read(byte[] buffer) {
                return read(buffer, 0, buffer.length);
            }
        };
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        FileTooLong.copyWhatWasRead(dripping, received);
        assertEquals("hello", received.toString(UTF_8));
    }
}
