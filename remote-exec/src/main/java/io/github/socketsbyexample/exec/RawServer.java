package io.github.socketsbyexample.exec;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.ServerSettings;

/**
 * The document's own command server, to see and to try its protocol. Not for use: every program of every user of this
 * machine that connects runs what it likes as you, and nothing says where a command or an answer ends; {@link
 * ExecServer} is what to use, and to copy from.
 *
 * <p>On the wire: a chunk of bytes, whatever comes before a moment of silence, is one shell command. The answer is its
 * standard output if it exited with 0, else its standard error, and {@code return null} if that is empty. The client
 * closes first. A virtual thread for each connection, and one that reads ahead ({@link CommandsAhead}).
 *
 * <p>Source: document 000, section 1.1.3. Run: {@code ./sockets remote-exec raw-server}
 */
public final class RawServer extends CommandServer {

    /** Of a command: what the document's server takes with one {@code recv(1024)}. */
    static final int COMMAND_BYTES = 1024;

    /** Of an answer: it is in memory until the client has read it, for how the command ends decides which it is. */
    static final String ANSWER_BYTES = "1M";

    private static final Duration SILENCE = Duration.ofMillis(250); // after a command; no browser pauses inside a request
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10); // to take an answer
    private static final Duration PATIENCE = Duration.ofSeconds(2); // half-closed or gone: TCP can't tell them apart
    private static final int MEMORY_SHARE = 4; // of the heap for answers: a buffer that grows takes three times as much

    private final CommandPolicy policy = CommandPolicy.shell();

    /** Listens on loopback. */
    RawServer(InetSocketAddress address, ServerSettings settings, ExecLimits limits) throws IOException {
        super(address, settings, limits, null);
    }

    /** Runs the server from the command line. */
    public static void main(String[] args) {
        ExecLimits.options(Program.server(RawServer.class, PORT), ANSWER_BYTES).serve(args, RawServer::open);
    }

    private static RawServer open(Arguments arguments) throws IOException {
        InetSocketAddress address = arguments.listenAddress();
        arguments.check(!exposes(address), "--host: " + Addresses.format(address)
                + " is not loopback: others could run commands here, and the raw protocol has no TLS");
        ExecLimits limits = ExecLimits.of(arguments, ANSWER_BYTES);
        long heap = Runtime.getRuntime().maxMemory();
        arguments.check(limits.output() <= heap / MEMORY_SHARE / limits.commands(),
                "--max-output: the answers of --max-commands have no room in a heap of " + (heap >> 20) + " MiB");
        return new RawServer(address, arguments.serverSettings(), limits);
    }

    @Override
    void converse(Socket socket, ClientConnection client, CommandRunner runner) throws IOException {
        try (CommandsAhead commands = new CommandsAhead(() -> nextCommand(socket), PATIENCE)) {
            for (byte[] command; (command = commands.next()) != null;) {
                show(command);
                ByteArrayOutputStream stdout = new ByteArrayOutputStream();
                ByteArrayOutputStream stderr = new ByteArrayOutputStream();
                try (CommandRunner.Slot slot = runner.slot()) { // until the answer is out, for it takes memory
                    Outcome outcome = slot.run(policy.argumentsOf(command), stdout, stderr);
                    client.within(ANSWER_TIME, "answer", () -> answer(socket, outcome, stdout, stderr));
                } catch (RefusedException e) {
                    client.within(ANSWER_TIME, "answer", () -> socket.getOutputStream().write(e.outcome().line()));
                } catch (InterruptedException e) {
                    // The client has left, or sent what is no command: next() tells.
                }
            }
        } catch (ProtocolException e) {
            byte[] refusal = Outcome.ended(Outcome.REFUSED, String.valueOf(e.getMessage())).line();
            client.farewell(socket, () -> socket.getOutputStream().write(refusal));
            throw e;
        }
    }

    /** Reads until no more bytes come for a moment: a part of a request from a browser shall not run. */
    private static byte @Nullable [] nextCommand(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[COMMAND_BYTES + 1];
        int length = in.read(buffer);
        if (length == -1) {
            return null;
        }
        int patience = socket.getSoTimeout();
        socket.setSoTimeout((int) SILENCE.toMillis());
        try {
            for (int n; (n = in.read(buffer, length, buffer.length - length)) > 0;) { // 0 when the buffer is full
                length += n;
            }
        } catch (SocketTimeoutException e) {
            // That is the end of the command.
        } finally {
            socket.setSoTimeout(patience);
        }
        if (length > COMMAND_BYTES) {
            throw new ProtocolException("a command is at most " + COMMAND_BYTES + " bytes long");
        }
        byte[] command = Arrays.copyOf(buffer, length);
        WebRequests.refuse(command);
        return command;
    }

    private static void answer(Socket socket, Outcome outcome, ByteArrayOutputStream stdout,
            ByteArrayOutputStream stderr) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream()); // one packet, if it is short
        if (!outcome.remark().isEmpty()) { // the server ended it: all that there is, and why there is no more
            stdout.writeTo(out);
            stderr.writeTo(out);
            out.write(stdout.size() + stderr.size() > 0 ? new byte[]{'\n'} : new byte[0]);
            out.write(outcome.line());
        } else {
            ByteArrayOutputStream answer = outcome.exitCode() == 0 ? stdout : stderr;
            answer.writeTo(out);
            if (answer.size() == 0) { // nothing sent would be nothing received: the client would wait for ever
                out.write("return null".getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.flush();
    }
}
