package io.github.socketsbyexample.socketserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The protocols by which a server stops and ends, under thousands of schedules of their threads, which Lincheck plays one
 * by one: {@code mvn -Pfull verify}. A test that waits for ever, or throws, shows the schedule.
 */
@Tag("full")
@Timeout(900) // each takes a minute or two
class SchedulesTest {

    private static final int SCHEDULES = 10_000;

    @SuppressWarnings("UnusedVariable") // it is enough that others could read it
    private static volatile Object shared = ""; // Lincheck takes for one thread's what only a lambda hands to another

    /** Without the profile it is not on the class path; so it has no name here that a compiler would look for. */
    private static void inAllSchedules(Runnable scenario) throws Throwable {
        try {
            Class.forName("org.jetbrains.lincheck.Lincheck")
                    .getMethod("runConcurrentTest", int.class, Runnable.class)
                    .invoke(null, SCHEDULES, scenario);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @BeforeAll
    static void needsLincheck() {
        boolean there = SchedulesTest.class.getResource("/org/jetbrains/lincheck/Lincheck.class") != null;
        assumeTrue(there, "Lincheck is there with -Pfull only");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // here it is Lincheck that schedules
    private static void serve(LoopState state) {
        if (state.begin()) {
            try {
                while (!state.stopping()) {
                    Thread.yield(); // instead of waiting for a request
                }
            } finally {
                state.end();
            }
        }
    }

    private static void aStopEndsALoopThatIsBeingStarted(LoopState state) {
        shared = state;
        Thread loop = new Thread(() -> serve(state));
        loop.start();
        state.awaitEnd(state.stop());
        join(loop);
        assertFalse(state.running());
    }

    @Test
    void theFirstLoopDoesNotMissItsStop() throws Throwable {
        inAllSchedules(() -> aStopEndsALoopThatIsBeingStarted(new LoopState()));
    }

    @Test
    void theSecondLoopDoesNotMissItsStop() throws Throwable {
        inAllSchedules(() -> {
            LoopState state = new LoopState();
            state.begin();
            state.end();
            aStopEndsALoopThatIsBeingStarted(state);
        });
    }

    @Test
    void twoStopsEndOneLoopAndBothReturn() throws Throwable {
        inAllSchedules(() -> {
            LoopState state = new LoopState();
            Thread other = new Thread(() -> state.awaitEnd(state.stop()));
            other.start();
            aStopEndsALoopThatIsBeingStarted(state);
            join(other);
        });
    }

    @Test
    void whoClosesWaitsForEveryRequestThatWasTakenAndForNoOther() throws Throwable {
        UDPServer server = new UDPServer();
        inAllSchedules(() -> {
            RequestLoop<DatagramRequest> loop = new RequestLoop<>(server);
            shared = loop;
            ActiveRequests active = loop.activeRequests();
            int[] processed = new int[1];
            Thread taker = new Thread(() -> {
                ActiveRequest<DatagramRequest> request = new ActiveRequest<>(server, loop,
                        new Request<>(new DatagramRequest(new byte[0], (_, _) -> {}, false), null));
                if (active.add(request)) {
                    request.process(() -> processed[0]++);
                } else {
                    processed[0]--;
                }
            });
            taker.start();
            active.close();
            active.awaitNone(RequestQueue.FOREVER);
            int whenClosed = processed[0];
            join(taker);
            assertEquals(0, active.count());
            assertEquals(1, Math.abs(processed[0]));
            assertFalse(processed[0] == 1 && whenClosed == 0, "closed before its request had ended");
        });
    }

    @Test
    void aRequestThatTwoEndEndsOnce() throws Throwable {
        int[] closed = new int[1];
        UDPServer server = new UDPServer() {
            @Override
            protected void shutdownRequest(DatagramRequest request) {
                closed[0]++;
            }
        };
        inAllSchedules(() -> {
            closed[0] = 0;
            RequestLoop<DatagramRequest> loop = new RequestLoop<>(server);
            ActiveRequest<DatagramRequest> request = new ActiveRequest<>(server, loop,
                    new Request<>(new DatagramRequest(new byte[0], (_, _) -> {}, false), null));
            shared = loop;
            loop.activeRequests().add(request);
            Thread worker = new Thread(() -> request.process(() -> {}));
            worker.start();
            request.close();
            loop.awaitRequests();
            join(worker);
            assertEquals(1, closed[0]);
            assertEquals(0, loop.activeRequests().count());
        });
    }
}
