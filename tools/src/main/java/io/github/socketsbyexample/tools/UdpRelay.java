package io.github.socketsbyexample.tools;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.GracefulDatagramChannel;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.VirtualThreads;

/**
 * Passes datagrams on to another address and the answers back, and tells an observer of them. UDP has no connections, so
 * every sender gets a socket of its own towards the server ({@link UdpAssociation}): what arrives there is an answer to
 * that sender. It is closed when nothing has passed for a minute, or when it is the one that was silent longest and room
 * is needed for another sender. The thread that called {@link #serve} carries all questions, a virtual thread a sender
 * the answers.
 */
public final class UdpRelay implements Server {

    /** How many senders are remembered: each costs a descriptor and a buffer for its answers. */
    static final int MOST_SENDERS = 256;

    private static final Duration IDLE = Duration.ofMinutes(1); // nobody waits longer for an answer over UDP
    private static final Duration ANSWER_THREADS_END = Duration.ofSeconds(1); // for threads that are told to end

    private final Logger log = LoggerFactory.getLogger(UdpRelay.class);
    private final GracefulDatagramChannel socket;
    private final InetSocketAddress server;
    private final WireClock clock;
    private final Interference interference;
    private final Duration idle;
    private final int mostSenders;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SequencedMap<SocketAddress, UdpAssociation> bySender = // guarded by itself; the longest silent one first
            new LinkedHashMap<>(16, 0.75f, true);
    private int senders; // guarded by bySender

    /**
     * Listens.
     *
     * @param address where clients send
     * @param server where their datagrams shall get; a name is looked up here, its first address taken
     * @throws ConnectException if the name is unknown, in one line that says so
     */
    public UdpRelay(InetSocketAddress address, DatagramSettings settings, InetSocketAddress server,
            WireObserver observer, Interference interference) throws IOException {
        this(address, settings, server, observer, interference, IDLE, MOST_SENDERS);
    }

    UdpRelay(InetSocketAddress address, DatagramSettings settings, InetSocketAddress server, WireObserver observer,
            Interference interference, Duration idle, int mostSenders) throws IOException {
        this.server = resolved(server);
        this.socket = settings.listen(address);
        this.clock = new WireClock(observer);
        this.interference = interference;
        this.idle = idle;
        this.mostSenders = mostSenders;
    }

    private static InetSocketAddress resolved(InetSocketAddress server) throws ConnectException {
        try {
            return server.isUnresolved()
                    ? new InetSocketAddress(InetAddress.getByName(server.getHostString()), server.getPort())
                    : server;
        } catch (UnknownHostException e) {
            throw (ConnectException) new ConnectException(
                    "cannot reach " + Addresses.format(server) + ": unknown host").initCause(e);
        }
    }

    @Override
    public void serve() throws IOException {
        VirtualThreads.prepare();
        ByteBuffer buffer = ByteBuffer.allocate(DatagramSettings.MAX_PAYLOAD + 1); // a byte to spare: nothing can be cut
        try {
            while (true) {
                SocketAddress sender = socket.receive(buffer.clear());
                try {
                    UdpAssociation association = findOrOpen(sender);
                    association.ask(buffer.array(), buffer.position());
                } catch (IOException e) { // lost, as datagrams are; most likely no descriptor was free
                    log.warn("{}: {}", Addresses.format(sender), e.getMessage());
                }
            }
        } catch (ClosedChannelException e) {
            // Closing the socket is how receive() is told to stop.
        }
    }

    private UdpAssociation findOrOpen(SocketAddress sender) throws IOException {
        synchronized (bySender) {
            UdpAssociation known = bySender.get(sender);
            if (known != null && known.use()) {
                return known;
            }
            if (bySender.size() == mostSenders) {
                bySender.pollFirstEntry().getValue().close();
            }
            UdpAssociation association = new UdpAssociation(++senders, sender,
                    answer -> socket.send(answer, sender), server, idle, clock, interference);
            bySender.put(sender, association);
            threads.execute(() -> {
                association.carryAnswers();
                forget(sender, association);
            });
            return association;
        }
    }

    private void forget(SocketAddress sender, UdpAssociation association) {
        synchronized (bySender) {
            bySender.remove(sender, association); // unless another has taken its place
        }
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    /** Stops, as {@link Server#close} says; answers that have not come are lost, and no event is reported afterwards. */
    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdown(); // before the associations: none can be opened any more
        synchronized (bySender) {
            bySender.values().forEach(UdpAssociation::close);
        }
        try {
            boolean _ = threads.awaitTermination(ANSWER_THREADS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
