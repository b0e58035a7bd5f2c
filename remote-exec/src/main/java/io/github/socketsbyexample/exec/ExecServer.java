package io.github.socketsbyexample.exec;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * Runs the commands that clients send and answers with what they print, as it comes, and their exit code: in frames
 * ({@link Frame}). The client closes first, and takes along what runs for it. A virtual thread for each connection, and
 * one that reads ahead ({@link CommandsAhead}). {@link CommandServer} says who may connect.
 *
 * <p>Source: document 000, section 1.1.3, with frames. Run: {@code ./sockets remote-exec server}
 */
public class ExecServer extends CommandServer {

    private static final Duration COMMAND_TIME = Duration.ofSeconds(10); // from its first byte to its last
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10); // to take the end of an answer
    private static final Duration PATIENCE = Duration.ofMillis(100); // who ends the stream early has left, no doubt

    private final CommandPolicy policy;

    /** Listens; {@link CommandServer} tells what may be wrong with the address. */
    ExecServer(InetSocketAddress address, ServerSettings settings, CommandPolicy policy, ExecLimits limits,
            @Nullable MutualTls tls) throws IOException {
        super(address, settings, limits, tls);
        this.policy = policy;
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        MutualTls.options(ExecLimits.options(Program.server(ExecServer.class, PORT), ExecLimits.DEFAULT_OUTPUT)
                .option("allow", "NAMES", "run only these programs, and no shell: ls,date (default: any command)"))
                .serve(args, ExecServer::open);
    }

    private static ExecServer open(Arguments arguments) throws IOException {
        InetSocketAddress address = arguments.listenAddress();
        MutualTls tls = MutualTls.of(arguments);
        arguments.check(tls != null || !exposes(address), "--host: " + Addresses.format(address)
                + " is not loopback: others could run commands here; that needs --tls-keystore and --tls-truststore");
        CommandPolicy policy = arguments.has("allow")
                ? arguments.value("allow", "", CommandPolicy::allowing)
                : CommandPolicy.shell();
        ExecLimits limits = ExecLimits.of(arguments, ExecLimits.DEFAULT_OUTPUT);
        return new ExecServer(address, arguments.serverSettings(), policy, limits, tls);
    }

    @Override
    void converse(Socket socket, ClientConnection client, CommandRunner runner) throws IOException {
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        FrameWriter answer = new FrameWriter(out);
        boolean text = peek(in) >= ' '; // raw commands, or HTTP: who sends that is answered in text, too
        try (CommandsAhead commands = new CommandsAhead(() -> nextCommand(in, client), PATIENCE)) {
            for (byte[] command; (command = commands.next()) != null;) {
                show(command);
                try {
                    Outcome outcome = outcome(command, answer, client, runner);
                    client.within(ANSWER_TIME, "answer", () -> answer.writeEnd(outcome));
                } catch (InterruptedException e) {
                    // The client has left, or sent what is no command: next() tells.
                }
            }
        } catch (ProtocolException e) {
            Outcome refusal = Outcome.ended(Outcome.REFUSED, String.valueOf(e.getMessage()));
            client.farewell(socket, text ? () -> out.write(refusal.line()) : () -> answer.writeEnd(refusal));
            throw e;
        }
    }

    private Outcome outcome(byte[] command, FrameWriter answer, ClientConnection client, CommandRunner runner)
            throws IOException, InterruptedException {
        try (CommandRunner.Slot slot = runner.slot()) {
            return slot.run(policy.argumentsOf(command), answer.stream(FrameType.STDOUT),
                    answer.stream(FrameType.STDERR));
        } catch (RefusedException e) {
            client.note("refused: " + e.getMessage());
            return e.outcome();
        }
    }

    /** Reads a command frame; before it begins the client may be silent for long, then it has to hurry. */
    private static byte @Nullable [] nextCommand(BufferedInputStream in, ClientConnection client) throws IOException {
        if (peek(in) == -1) {
            return null;
        }
        Frame frame = Objects.requireNonNull(client.resultWithin(COMMAND_TIME, "command", new FrameReader(in)::read)); // it has begun
        if (frame.type() != FrameType.COMMAND) {
            throw new ProtocolException("a client may not send a frame of type " + frame.type().code());
        }
        return frame.payload();
    }

    /** Waits for a byte and returns it without taking it, or -1 at the end. */
    private static int peek(BufferedInputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first;
    }
}
