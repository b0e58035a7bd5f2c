package io.github.socketsbyexample.exec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Durations;
import io.github.socketsbyexample.common.Texts;

/**
 * The server's side of one connection, in two virtual threads. This one reads all the time, so that it notices when the
 * client leaves while a command runs; the other runs the commands, one after another, and answers. Every wait for the
 * client has a deadline, at which the connection is closed from outside: a read's own timeout would begin anew with
 * every byte, and a write has none.
 */
final class ExecConversation {

    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(5);
    private static final Duration COMMAND_TIME = Duration.ofSeconds(10); // from its first byte to its last
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10); // to take what is left when a command has ended
    private static final Duration FAREWELL_TIME = Duration.ofSeconds(2); // to read why the server hangs up
    private static final int COMMANDS_AHEAD = 4; // sent before their turn; further ones wait in the network
    private static final int SHOWN_CHARS = 1024; // of a command
    private static final byte[] END = new byte[0]; // in place of a command: the last one has been read

    private final Socket transport;
    private final @Nullable MutualTls tls;
    private final CommandPolicy policy;
    private final CommandRunner runner;
    private final ScheduledExecutorService timer;
    private final Logger log;
    private final String peer;
    private final BlockingQueue<byte[]> commands = new ArrayBlockingQueue<>(COMMANDS_AHEAD);
    private volatile boolean answering; // the command has ended, its answer is on its way

    /**
     * Is ready to converse.
     *
     * @param transport the accepted socket; {@link #run} closes it
     * @param timer closes connections at their deadlines
     */
    ExecConversation(Socket transport, @Nullable MutualTls tls, CommandPolicy policy, CommandRunner runner,
            ScheduledExecutorService timer, Logger log) {
        this.transport = transport;
        this.tls = tls;
        this.policy = policy;
        this.runner = runner;
        this.timer = timer;
        this.log = log;
        this.peer = Addresses.format(transport.getRemoteSocketAddress());
    }

    /**
     * Converses until the client leaves.
     *
     * @param idle how long the client may say nothing
     */
    void run(Duration idle) {
        System.out.println("Connected by " + peer);
        try (transport; Socket socket = secured(idle)) {
            converse(new BufferedInputStream(socket.getInputStream()), socket);
        } catch (SocketTimeoutException e) {
            log.info("{}: silent for {}", peer, Durations.format(idle));
        } catch (IOException e) {
            report(e);
        }
        System.out.println(peer + " close.");
    }

    private Socket secured(Duration idle) throws IOException {
        transport.setTcpNoDelay(true); // an answer is several small writes: none shall wait for the last one's ACK
        transport.setSoTimeout((int) idle.toMillis());
        MutualTls wanted = tls;
        return wanted == null
                ? transport
                : within(HANDSHAKE_TIME, "TLS handshake", () -> wanted.accept(transport));
    }

    private void converse(InputStream in, Socket socket) throws IOException {
        int first = peek(in);
        if (first == -1) {
            return;
        }
        OutputStream out = socket.getOutputStream();
        ExecProtocol protocol = first == FrameType.COMMAND.code()
                ? new FramedProtocol(in, out)
                : new RawProtocol(in, out);
        Thread answers = Thread.ofVirtual().name("answers " + peer).start(() -> answerAll(protocol));
        boolean allAnswered = false;
        try {
            do {
                commands.put(within(COMMAND_TIME, "command", protocol::readCommand));
            } while (peek(in) != -1);
            allAnswered = stop(answers, protocol.patience());
        } catch (ProtocolException e) {
            report(e);
            stop(answers, Duration.ZERO);
            farewell(protocol, String.valueOf(e.getMessage()), in, socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!allAnswered) {
                stop(answers, Duration.ZERO);
                hangUp();
            }
        }
    }

    /** Waits for a byte and returns it without taking it, or -1 at the end. */
    private static int peek(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first;
    }

    private void answerAll(ExecProtocol protocol) {
        try {
            boolean open = true;
            for (byte[] command; (command = commands.take()) != END;) {
                open = open && answered(command, protocol.answer());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client has left, the command is killed, its answer nobody's
        }
    }

    /** Runs one command; returns false if the client could not be answered, and hangs up then. */
    private boolean answered(byte[] command, Answer answer) throws InterruptedException {
        System.out.println("Received: " + shown(command));
        try {
            Outcome outcome = outcome(command, answer);
            answering = true;
            within(ANSWER_TIME, "answer", () -> {
                answer.end(outcome);
                return outcome;
            });
            answering = false;
            return true;
        } catch (IOException e) {
            report(e);
            hangUp();
            return false;
        }
    }

    private Outcome outcome(byte[] command, Answer answer) throws IOException, InterruptedException {
        try {
            return runner.run(policy.argumentsOf(command), answer);
        } catch (RefusedException e) {
            log.info("{}: refused: {}", peer, e.getMessage());
            return e.outcome();
        }
    }

    private static String shown(byte[] command) {
        String text = new String(command, StandardCharsets.UTF_8);
        String begin = text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "... (" + command.length + " bytes)";
        return Texts.printable(begin).replace("\n", "\\n"); // one command, one line
    }

    /**
     * Lets the commands that have been read end for a while, then kills the one that runs and drops the others.
     *
     * @return whether all of them were answered
     */
    private boolean stop(Thread answers, Duration patience) {
        try {
            if (commands.offer(END, patience.toMillis(), TimeUnit.MILLISECONDS) && answers.join(patience)) {
                return true;
            }
            commands.clear();
            commands.add(END);
            if (!answering) {
                answers.interrupt();
            }
            answers.join(); // comes soon: the command is killed, or its answer has a deadline
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Tells the client why nothing more is read, and waits for its end: closing at once could destroy the message. */
    private void farewell(ExecProtocol protocol, String reason, InputStream in, Socket socket) throws IOException {
        within(FAREWELL_TIME, "farewell", () -> {
            protocol.answer().end(Outcome.ended(Outcome.REFUSED, reason));
            socket.shutdownOutput();
            return in.transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Does something with the client that must be over within a time, or else the connection is. */
    private <T> T within(Duration time, String what, Callable<T> step) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(() -> {
            log.info("{}: {} not over within {}", peer, what, Durations.format(time));
            hangUp();
        }, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return step.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            cut.cancel(false);
        }
    }

    /** Closes the connection below TLS, whose own close could wait for a blocked write. */
    private void hangUp() {
        try {
            transport.close();
        } catch (IOException e) {
            log.debug("{}: while closing", peer, e);
        }
    }

    /** Tells of trouble, unless it comes from our own hanging up. */
    private void report(IOException trouble) {
        if (!transport.isClosed()) {
            log.warn("{}: {}", peer, trouble.getMessage());
        }
    }
}
