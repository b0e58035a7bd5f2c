package io.github.socketsbyexample.exec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketsbyexample.common.Texts;

/**
 * The server's side of one connection, in two virtual threads. This one reads all the time, so that it notices when the
 * client leaves while a command runs; the other runs the commands, one after another, and answers. Every wait for the
 * client has a deadline.
 */
final class ExecConversation {

    private static final Duration COMMAND_TIME = Duration.ofSeconds(10); // from its first byte to its last
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10); // to take what is left when a command has ended
    private static final Duration FAREWELL_TIME = Duration.ofSeconds(2); // to read why the server hangs up
    private static final int COMMANDS_AHEAD = 4; // sent before their turn; further ones wait in the network
    private static final int SHOWN_CHARS = 1024; // of a command

    private final ClientConnection connection;
    private final CommandPolicy policy;
    private final CommandRunner runner;
    private final BlockingQueue<Optional<byte[]>> commands = new ArrayBlockingQueue<>(COMMANDS_AHEAD); // empty: the end
    private volatile boolean answering; // the command has ended, its answer is on its way

    /** Is ready to converse over a connection, which {@link #run} closes. */
    ExecConversation(ClientConnection connection, CommandPolicy policy, CommandRunner runner) {
        this.connection = connection;
        this.policy = policy;
        this.runner = runner;
    }

    /**
     * Converses until the client leaves.
     *
     * @param idle how long the client may say nothing
     */
    void run(Duration idle) {
        System.out.println("Connected by " + connection.peer());
        try (connection; Socket socket = connection.secured(idle)) {
            converse(new BufferedInputStream(socket.getInputStream()), socket);
        } catch (IOException e) {
            connection.report(e);
        }
        System.out.println(connection.peer() + " close.");
    }

    private void converse(InputStream in, Socket socket) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            int first = peek(in);
            if (first != -1) {
                converse(first == FrameType.COMMAND.code() ? new FramedProtocol(in, out) : new RawProtocol(in, out), in,
                        socket);
            }
        } catch (IOException e) {
            connection.report(e); // here, while the connection is open
            throw e;
        }
    }

    private void converse(ExecProtocol protocol, InputStream in, Socket socket) throws IOException {
        Thread answers = Thread.ofVirtual().name("answers " + connection.peer()).start(() -> answerAll(protocol));
        boolean allAnswered = false;
        try {
            do {
                commands.put(Optional.of(connection.within(COMMAND_TIME, "command", protocol::readCommand)));
            } while (peek(in) != -1);
            allAnswered = stop(answers, protocol.patience());
        } catch (ProtocolException e) {
            connection.report(e);
            stop(answers, Duration.ZERO);
            farewell(protocol, String.valueOf(e.getMessage()), in, socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            connection.report(e);
            throw e;
        } finally {
            if (!allAnswered) {
                stop(answers, Duration.ZERO);
                connection.close();
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
            for (Optional<byte[]> next = commands.take(); next.isPresent(); next = commands.take()) {
                open = open && answered(next.get(), protocol.answer());
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
            connection.within(ANSWER_TIME, "answer", () -> {
                answer.end(outcome);
                return outcome;
            });
            answering = false;
            return true;
        } catch (IOException | RuntimeException e) { // whatever it is, this thread has to go on until the end
            connection.report(e);
            connection.close();
            return false;
        }
    }

    private Outcome outcome(byte[] command, Answer answer) throws IOException, InterruptedException {
        try {
            return runner.run(policy.argumentsOf(command), answer);
        } catch (RefusedException e) {
            connection.note("refused: " + e.getMessage());
            return e.outcome();
        }
    }

    private static String shown(byte[] command) {
        String text = new String(command, StandardCharsets.UTF_8);
        String begin = text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "... (" + command.length + " bytes)";
        return Texts.printable(begin);
    }

    /**
     * Lets the commands that have been read end for a while, then kills the one that runs and drops the others.
     *
     * @return whether all of them were answered
     */
    private boolean stop(Thread answers, Duration patience) {
        try {
            if (commands.offer(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                    && answers.join(patience)) {
                return true;
            }
            commands.clear();
            commands.add(Optional.empty());
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
        connection.within(FAREWELL_TIME, "farewell", () -> {
            protocol.answer().end(Outcome.ended(Outcome.REFUSED, reason));
            socket.shutdownOutput();
            return in.transferTo(OutputStream.nullOutputStream());
        });
    }
}
