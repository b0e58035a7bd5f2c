package io.github.socketsbyexample.exec;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.commandline.Terminals;
import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * Sends commands, typed, piped or given with {@code -c}, and prints what they print as it comes, the exit code last:
 * {@link FramedClient} over a connection, with TLS or without. The end of input ends the conversation, and the client
 * closes first. One thread.
 *
 * <p>Source: document 000, section 1.1.3, with frames. Run: {@code ./sockets remote-exec client -c "ls -l"}
 */
public final class ExecClient {

    private ExecClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        MutualTls.options(Program.client(ExecClient.class, CommandServer.PORT)
                .option('c', "command", "CMD", "run this command and exit with its exit code"))
                .runForStatus(args, ExecClient::converse);
    }

    private static int converse(Arguments arguments) throws IOException {
        String command = arguments.value("command", "", text -> text);
        arguments.check(!command.isEmpty() || !arguments.has("command"), "--command: there is nothing to run");
        byte[] only = encoded(command, arguments);
        MutualTls tls = MutualTls.of(arguments);
        try (Socket socket = connect(arguments, tls)) {
            FramedClient client = new FramedClient(socket.getInputStream(), socket.getOutputStream(),
                    safe(System.out, Terminals.showStandardOutput()), safe(System.err, Terminals.showStandardError()));
            return arguments.has("command") ? client.run(only) : converse(client, arguments);
        } catch (SSLException e) {
            throw tls == null ? e : tls.explained(e);
        }
    }

    private static int converse(FramedClient client, Arguments arguments) throws IOException {
        Keyboard keyboard = new Keyboard("Please input command: ");
        for (String line; (line = keyboard.readLine()) != null;) {
            if (!line.isEmpty()) {
                int exitCode = client.run(encoded(line, arguments));
                if (exitCode != 0) {
                    System.err.println("exit code " + exitCode);
                }
            }
        }
        return 0;
    }

    private static byte[] encoded(String command, Arguments arguments) {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        arguments.check(bytes.length <= Frame.MAX_PAYLOAD, "a command of " + bytes.length + " bytes is longer than "
                + Frame.MAX_PAYLOAD);
        return bytes;
    }

    private static Socket connect(Arguments arguments, @Nullable MutualTls tls) throws IOException {
        InetSocketAddress server = arguments.serverAddress();
        Socket socket = MultiAddressConnector.connect(server, arguments.timeout());
        try {
            return tls == null ? socket : tls.connect(socket, server.getHostString());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A command's output is handed on byte for byte, but not its control characters to a terminal. */
    private static PrintStream safe(PrintStream out, boolean terminal) {
        return terminal ? new PrintableStream(out) : out;
    }
}
