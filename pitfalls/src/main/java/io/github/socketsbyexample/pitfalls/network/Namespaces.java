package io.github.socketsbyexample.pitfalls.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who may have network namespaces: root, and an ordinary user as root of a user namespace, where the system lets him. */
final class Namespaces {

    private static final long ADMINISTRATION = 1L << 12 | 1L << 21; // CAP_NET_ADMIN, CAP_SYS_ADMIN

    /** All that {@link TwoHosts} takes, once. */
    private static final String REHEARSAL = """
            ip link add near type veth peer name far && nft add table inet way && tc qdisc show >/dev/null &&
            echo 1 >/proc/sys/net/ipv4/ip_forward""";

    private Namespaces() {}

    /** Returns what starts a program that may have hosts: nothing, or as root of a user namespace. */
    static List<String> asRoot() throws IOException {
        return mayAdminister() ? List.of() : List.of("unshare", "--user", "--map-root-user");
    }

    static boolean mayAdminister() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
                .allMatch(capabilities -> (capabilities & ADMINISTRATION) == ADMINISTRATION);
    }

    /** Returns why there can be no two hosts on this machine, in one line, or an empty text if there can. */
    static String missing() throws IOException {
        String needs = "two hosts on one machine take Linux, iproute2, nftables and the right to have namespaces: ";
        if (!System.getProperty("os.name").equals("Linux")) {
            return needs + "this is " + System.getProperty("os.name");
        }
        List<String> rehearsal = new ArrayList<>(asRoot());
        rehearsal.addAll(List.of("unshare", "--net", "sh", "-c", REHEARSAL));
        Process process = Host.start(rehearsal);
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Host.ended(process) == 0 ? "" : needs + printed.lines().findFirst().orElse("it failed");
    }
}
