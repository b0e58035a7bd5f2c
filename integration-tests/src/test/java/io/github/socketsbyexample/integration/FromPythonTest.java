package io.github.socketsbyexample.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.tools.Installation;

/**
 * The pages for those who come from Python are complete: each name of the five documents stands in the first column of
 * a table, and each line leads to a test that exists. ({@link DocumentationLinksTest} follows all other links.)
 */
class FromPythonTest {

    private static final Path DOCS = Installation.home().resolve("docs");

    /**
     * What the documents list, call or use, each name where it comes first, slips of theirs as they are; then what
     * socketserver has besides.
     */
    private static final String NAMES = """
            000, sockets:  socket AF_INET AF_INET6 SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET family type
                           proto accept bind listen backlog connect connect_ex getpeername gettimeout recv buffersize
                           flags send sendall setblocking close recvfrom sendto error gethostname gethostbyname
                           getsockname repr addr
            000, servers:  SocketServer TCPServer UDPServer BaseServer server_address RequestHandlerClass
                           bind_and_activate BaseRequestHandler StreamRequestHandler DatagramRequestHandler
                           ForkingMixIn ThreadingMixIn fileno handle_request serve_forever poll_interval shutdown
                           server_close address_family allow_reuse_address request_queue_size socket_type timeout
                           finish_request get_request handle_error process_request server_activate server_bind
                           verify_request request client_address handle rfile wfile readline StringIO
            000, programs: Popen shell stdout stderr PIPE communicate returncode exit argv raw_input strip upper print
                           Thread target daemon start current_thread name
            001:           AddressFamily Type host port encode decode setsockopt SOL_SOCKET SO_REUSEADDR setDaemon args
            002, sockets:  AF_UNIX IP_HDRINCL SOCK_RAM socketpair create_connection source_address getaddrinfo bufsize
                           flag settimeout sendfile file offset count
            002, servers:  socketserver UnixStreamServer UnixDatagramServer ForkingTCPServer ForkingUDPServer
                           ThreadingTCPServer ThreadingUDPServer setup finish bytes str input len format
            003:           AFINET AFINET6 max append join split open write sleep
            004:           AF_LOCAL AF_NETLINK socket_family protocol recvform ctime except
            Python 3.13:   allow_reuse_port max_packet_size service_actions handle_timeout process_request_thread
                           shutdown_request close_request daemon_threads block_on_close max_children active_children
                           collect_children connection rbufsize wbufsize disable_nagle_algorithm packet
                           ThreadingUnixStreamServer ThreadingUnixDatagramServer ForkingUnixStreamServer
                           ForkingUnixDatagramServer
            """;

    private static final Pattern CODE = Pattern.compile("`[^`]+`");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Pattern TEST = Pattern.compile("\\[(\\w+(?:Test|IT))\\]\\(([^)#]+/(\\w+)\\.java)\\)");

    /** Root may always, and so may everybody in many containers: no test of it runs everywhere. */
    private static final String WITHOUT_A_TEST = "a port below 1024 ";

    /** The lines of a page's tables, without their heads, each as its cells. */
    private static List<List<String>> rows(String page) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(DOCS.resolve(page))) {
            if (line.startsWith("|---")) {
                rows.removeLast(); // the line before it was the head
            } else if (line.startsWith("|")) {
                rows.add(Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList());
            }
        }
        return rows;
    }

    @Test
    void noNameOfTheDocumentsIsMissing() throws IOException {
        Set<String> missing = names(NAMES.replaceAll("(?m)^\\w.*?:", ""));
        for (List<String> cells : rows("from-python.md")) {
            Matcher code = CODE.matcher(cells.getFirst());
            while (code.find()) {
                missing.removeAll(names(code.group()));
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"from-python.md", "claims.md"})
    void everyLineLeadsToATestThatExists(String page) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (List<String> cells : rows(page)) {
            List<MatchResult> tests = TEST.matcher(cells.getLast()).results().toList();
            if (tests.isEmpty() && !cells.getFirst().startsWith(WITHOUT_A_TEST)) {
                wrong.add(cells.getFirst());
            }
            for (MatchResult test : tests) {
                if (!test.group(1).equals(test.group(3)) || !Files.exists(DOCS.resolve(test.group(2)))) {
                    wrong.add(test.group());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }
}
