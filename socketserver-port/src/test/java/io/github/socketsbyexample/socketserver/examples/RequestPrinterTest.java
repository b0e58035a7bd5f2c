package io.github.socketsbyexample.socketserver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.OwnJvm;

class RequestPrinterTest {

    /** Prints a request of a client whose name and text both would begin a line. */
    static final class Forged {
        public static void main(String[] args) {
            RequestPrinter.print(UnixDomainSocketAddress.of("/tmp/a\nb\u001b[2J"), "c\nd\u202e".getBytes(UTF_8));
        }
    }

    @Test
    void aClientForgesNoLineNeitherByItsNameNorByItsText(@TempDir Path folder) throws Exception {
        assertEquals(List.of("/tmp/a\\nb\\x1b[2J wrote:", "c\\nd\\u202e"), OwnJvm.printed(Forged.class, folder));
    }
}
