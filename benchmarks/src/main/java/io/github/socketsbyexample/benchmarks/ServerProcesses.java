package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketsbyexample.tools.ExampleProcess;

/**
 * The servers that run, each its own process: started when first asked for, and kept, so that a JVM is warm. One thread.
 */
final class ServerProcesses implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30); // on a busy machine

    private final Cores cores;
    private final Map<Peer, ServerProcess> servers = new LinkedHashMap<>();

    /**
     * A server.
     *
     * @param address where it listens
     * @param pid its process
     */
    record ServerProcess(ExampleProcess process, SocketAddress address, long pid) {

        int port() {
            return ((InetSocketAddress) address).getPort();
        }
    }

    ServerProcesses(Cores cores) {
        this.cores = cores;
    }

    /** Returns the peer's server, which is started if it does not run. */
    ServerProcess of(Peer peer) throws IOException {
        ServerProcess running = servers.get(peer);
        if (running == null || !running.process().process().isAlive()) {
            running = start(peer);
            servers.put(peer, running);
        }
        return running;
    }

    private ServerProcess start(Peer peer) throws IOException {
        List<String> command = cores.forServer(peer.command());
        ExampleProcess process = new ExampleProcess(command);
        try {
            SocketAddress address = Job.address(process.awaitReady(START));
            if (address instanceof UnixDomainSocketAddress unix) {
                unix.getPath().toFile().deleteOnExit(); // if this run is stopped; otherwise stop() does it
            }
            return new ServerProcess(process, address, process.process().pid());
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            process.close();
            throw new IOException("it did not start: " + String.join(" ", command) + " " + e.getMessage(), e);
        }
    }

    /** Stops a peer's server. */
    void stop(Peer peer) {
        ServerProcess running = servers.remove(peer);
        if (running != null) {
            running.process().close();
            removeFile(running.address());
        }
    }

    /** A server that is killed leaves its Unix socket's file behind. */
    private static void removeFile(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                System.err.println("warning: " + unix + " is still there: " + e.getMessage());
            }
        }
    }

    /** Stops all servers but those of these peers. */
    void keepOnly(Collection<Peer> needed) {
        List.copyOf(servers.keySet()).stream().filter(peer -> !needed.contains(peer)).forEach(this::stop);
    }

    @Override
    public void close() {
        keepOnly(List.of());
    }
}
