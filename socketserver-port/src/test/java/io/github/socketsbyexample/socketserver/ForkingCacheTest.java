package io.github.socketsbyexample.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketsbyexample.common.OwnJvm;
import io.github.socketsbyexample.common.RunningServer;

/** The start-up cache of child processes. That of a build, which can be used, is the integration tests' affair. */
class ForkingCacheTest {

    /** Answers with what its JVM was told about a cache, and what a cache can't go with. */
    static final class Telling extends StreamRequestHandler {
        @Override
        protected void handle() throws IOException {
            wfile().write(ManagementFactory.getRuntimeMXBean()
                    .getInputArguments()
                    .stream()
                    .filter(option -> option.matches("-XX:AOT.*|-Xshare.*|-Xlog.*|--enable-native-access.*"))
                    .collect(Collectors.joining(" ", "[", "]"))
                    .getBytes(UTF_8));
        }
    }

    /** A server and its client: prints answers, and whatever the children say. */
    static final class Program {
        private Program() {}

        /** Asks a server whose cache is none, and one whose cache is missing. */
        public static void main(String[] args) throws IOException {
            Path cache = Files.createTempFile("children", ".aot");
            Files.writeString(cache, "no cache at all");
            System.out.println(cache);
            System.out.println(answer(cache));
            Files.delete(cache);
            System.out.println(answer(cache));
        }

        private static String answer(Path cache) throws IOException {
            ForkingTCPServer server = new ForkingTCPServer();
            server.open(RunningServer.ANY_PORT, Telling::new, ServerOptions.DEFAULTS.childCache(cache));
            try (ForkingRun<?> serving = new ForkingRun<>(server)) {
                return serving.ask("");
            }
        }
    }

    @Test
    void aChildIsToldOfItAndOneThatIsNoneOrMissingCostsNoLine(@TempDir Path folder) throws Exception {
        List<String> printed = OwnJvm.printed(Program.class, folder);
        assertEquals(List.of(printed.getFirst(), "[-XX:AOTCache=" + printed.getFirst() + " -Xlog:aot=off]", "[]"),
                printed);
    }
}
