package io.github.socketsbyexample.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.DatagramSettings;
import io.github.socketsbyexample.common.Machine;
import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RawDatagrams.Received;
import io.github.socketsbyexample.common.RawDatagrams;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class UdpRelayTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final RecordedWire wire = new RecordedWire();

    private RunningServer relay(InetSocketAddress server, Interference interference, Duration idle)
            throws IOException {
        return relay(server, interference, idle, UdpRelay.MOST_SENDERS);
    }

    private RunningServer relay(InetSocketAddress server, Interference interference, Duration idle, int mostSenders)
            throws IOException {
        return new RunningServer(new UdpRelay(RunningServer.ANY_PORT, DatagramSettings.DEFAULT, server, wire,
                interference, idle, mostSenders));
    }

    private RunningServer relay(InetSocketAddress server) throws IOException {
        return relay(server, Interference.NONE, LONG);
    }

    @Test
    void eachSenderGetsItsOwnAnswer() throws Exception {
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address());
                RawDatagrams one = new RawDatagrams();
                RawDatagrams two = new RawDatagrams()) {
            one.send(relay.address(), "one");
            Received first = server.receive();
            two.send(relay.address(), "two");
            Received second = server.receive();
            assertNotEquals(first.sender(), second.sender());
            server.send(second.sender(), "answer two");
            assertEquals("answer two", two.receive().text());
            server.send(first.sender(), "answer one");
            Received answer = one.receive();
            assertEquals("answer one", answer.text());
            assertEquals(relay.address(), answer.sender());
            assertEquals(List.of("1 > [one]", "2 > [two]", "2 < [answer two]", "1 < [answer one]"), wire.words());
        }
    }

    @Test
    void emptyAndLargestDatagramsArriveWhole() throws Exception {
        byte[] large = new byte[65_507];
        new Random(1).nextBytes(large);
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address());
                RawDatagrams client = new RawDatagrams()) {
            client.send(relay.address());
            Received empty = server.receive();
            assertEquals(0, empty.bytes().length);
            client.send(relay.address(), large);
            assertArrayEquals(large, server.receive().bytes());
            server.send(empty.sender());
            assertEquals(0, client.receive().bytes().length);
            server.send(empty.sender(), large);
            assertArrayEquals(large, client.receive().bytes());
        }
    }

    @Test
    void strangersAreNoServer() throws Exception {
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address());
                RawDatagrams client = new RawDatagrams();
                RawDatagrams stranger = new RawDatagrams()) {
            client.send(relay.address(), "question");
            InetSocketAddress association = server.receive().sender();
            stranger.send(association, "forged");
            server.send(association, "answer");
            assertEquals("answer", client.receive().text());
        }
    }

    @Test
    void serverThatDoesNotListenIsReportedAndMayComeLater() throws Exception {
        RawDatagrams closed = new RawDatagrams();
        InetSocketAddress address = closed.address();
        try (RunningServer relay = relay(address); RawDatagrams client = new RawDatagrams()) {
            closed.close(); // not before the others have ports: one of them could get this one
            client.send(relay.address(), "early");
            assertEquals(List.of("1 > [early]", "1 unreachable"), wire.awaitWords(2));
            try (RawDatagrams server = new RawDatagrams(address)) {
                client.send(relay.address(), "late");
                assertEquals("late", server.receive().text());
            }
        }
    }

    @Test
    void idleSenderIsForgottenAndMayComeBack() throws Exception {
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address(), Interference.NONE, Duration.ofMillis(20));
                RawDatagrams client = new RawDatagrams()) {
            for (int i = 1; i < 1000; i++) { // after each, the association may be in any state
                client.send(relay.address(), "again");
                Received question = server.receive();
                if (wire.events().getLast().connection() > 3) {
                    return; // forgotten three times
                }
                Thread.sleep(i);
                assertEquals("again", question.text());
            }
            throw new AssertionError("was never forgotten");
        }
    }

    @Test
    void moreSendersThanThereIsRoomForAreServedAllTheSame() throws Exception {
        int room = Machine.connections(UdpRelay.MOST_SENDERS);
        List<RawDatagrams> clients = new ArrayList<>();
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address(), Interference.NONE, LONG, room)) {
            for (int i = 0; i <= room; i++) {
                RawDatagrams client = new RawDatagrams();
                clients.add(client);
                client.send(relay.address(), "client " + i);
                server.send(server.receive().sender(), "answer " + i);
                assertEquals("answer " + i, client.receive().text());
            }
            clients.get(1).send(relay.address(), "known"); // the first is forgotten, this one is not
            server.receive();
            assertEquals("2 > [known]", wire.words().getLast());
            clients.getFirst().send(relay.address(), "back");
            server.receive();
            assertEquals(room + 2 + " > [back]", wire.words().getLast());
        } finally {
            clients.forEach(RawDatagrams::close);
        }
    }

    @Test
    void interferenceMayRepeatAndDropDatagrams() throws Exception {
        Interference twice = (direction, outlet) -> direction == Direction.TO_SERVER ? new Twice(outlet) : outlet;
        try (RawDatagrams server = new RawDatagrams();
                RunningServer relay = relay(server.address(), twice, LONG);
                RawDatagrams client = new RawDatagrams()) {
            client.send(relay.address(), "x");
            assertEquals("x", server.receive().text());
            assertEquals("x", server.receive().text());
        }
    }

    private record Twice(Outlet outlet) implements Outlet {
        @Override
        public void send(byte[] bytes, int offset, int length) throws IOException {
            outlet.send(bytes, offset, length);
            outlet.send(bytes, offset, length);
        }

        @Override
        public void end() {}

        @Override
        public void reset() {}

        @Override
        public void cut() {}
    }

    @Test
    void unknownServerIsAFailureThatNamesIt() {
        ConnectException unknown = assertThrows(ConnectException.class,
                () -> relay(InetSocketAddress.createUnresolved("no-such-host.invalid", 9)));
        assertEquals("cannot reach no-such-host.invalid:9: unknown host", unknown.getMessage());
    }
}
