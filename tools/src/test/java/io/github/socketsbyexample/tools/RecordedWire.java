package io.github.socketsbyexample.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.github.socketsbyexample.tools.WireEvent.Bytes;
import io.github.socketsbyexample.tools.WireEvent.Connected;
import io.github.socketsbyexample.tools.WireEvent.Cut;
import io.github.socketsbyexample.tools.WireEvent.Datagram;
import io.github.socketsbyexample.tools.WireEvent.Ended;
import io.github.socketsbyexample.tools.WireEvent.Payload;
import io.github.socketsbyexample.tools.WireEvent.Refused;
import io.github.socketsbyexample.tools.WireEvent.Reset;
import io.github.socketsbyexample.tools.WireEvent.Unreachable;

/** What a relay saw in a test, in words: {@code 1 SYN}, {@code 1 > hello}, {@code 1 < FIN}. */
final class RecordedWire implements WireObserver {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(2);

    private static final int SHOWN_BYTES = 100;

    private final List<WireEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(WireEvent event) {
        events.add(event);
    }

    List<WireEvent> events() {
        return events;
    }

    List<String> words() {
        return events.stream().map(RecordedWire::words).toList();
    }

    /** Waits until something has been seen, and returns all that has. */
    List<String> awaitWords(Predicate<List<String>> seen) {
        await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> seen.test(words()));
        return words();
    }

    /** Waits until so many events have been seen. */
    List<String> awaitWords(int count) {
        return awaitWords(words -> words.size() >= count);
    }

    private static String words(WireEvent event) {
        return event.connection() + switch (event) {
            case Connected _ -> " SYN";
            case Refused refused -> " refused: " + refused.reason().replaceAll(":[0-9]+", ":PORT");
            case Unreachable _ -> " unreachable";
            case Payload payload -> arrow(payload.direction()) + text(payload);
            case Ended ended -> arrow(ended.direction()) + "FIN" + (ended.last() ? ", closed" : "");
            case Reset reset -> arrow(reset.direction()) + "RST";
            case Cut _ -> " cut";
        };
    }

    private static String text(Payload payload) {
        String text = payload.count() > SHOWN_BYTES
                ? payload.count() + " bytes"
                : UTF_8.decode(payload.beginning()).toString();
        return switch (payload) {
            case Bytes _ -> text;
            case Datagram _ -> "[" + text + "]";
        };
    }

    private static String arrow(Direction direction) {
        return direction == Direction.TO_SERVER ? " > " : " < ";
    }
}
