package io.github.socketsbyexample.exec;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;

/**
 * Sends commands, typed, piped or given with {@code -c}, and prints what they print: in the framed protocol ({@link
 * FramedClient}) as it comes, the exit code last; in the raw one ({@link RawClient}) when it is complete. The end of
 * input ends the conversation, and the client closes first.
 *
 * <p>Source: document 000, section 1.1.3. Run: {@code ./sockets remote-exec client -c "ls -l"}
 */
public final class ExecClient {

    private ExecClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        MutualTls.options(Program.client(ExecClient.class, ExecServer.PORT)
                .option('c', "command", "CMD", "run this command and exit with its exit code")
                .flag("raw", "speak the document's protocol, which has neither frames nor exit codes"))
                .runForStatus(args, ExecClient::converse);
    }

    private static int converse(Arguments arguments) throws IOException {
        String command = arguments.value("command", "", text -> text);
        arguments.check(!command.isEmpty() || !arguments.has("command"), "--command: there is nothing to run");
        boolean raw = arguments.has("raw");
        byte[] only = encoded(command, raw, arguments);
        MutualTls tls = MutualTls.of(arguments);
        try (Socket socket = connect(arguments, tls)) {
            boolean terminal = onTerminal();
            if (raw) {
                raw(new RawClient(socket, safe(System.out, terminal)), only, arguments);
                return 0;
            }
            FramedClient client = new FramedClient(socket.getInputStream(), socket.getOutputStream(),
                    safe(System.out, terminal), safe(System.err, terminal));
            return framed(client, only, arguments);
        }
    }

    private static int framed(FramedClient client, byte[] only, Arguments arguments) throws IOException {
        if (only.length > 0) {
            return client.run(only);
        }
        Keyboard keyboard = new Keyboard("Please input command: ");
        for (String line; (line = keyboard.readLine()) != null;) {
            if (!line.isEmpty()) {
                int exitCode = client.run(encoded(line, false, arguments));
                if (exitCode != 0) {
                    System.err.println("exit code " + exitCode);
                }
            }
        }
        return 0;
    }

    private static void raw(RawClient client, byte[] only, Arguments arguments) throws IOException {
        if (only.length > 0) {
            client.runLast(only);
            return;
        }
        Keyboard keyboard = new Keyboard("Please input command: ");
        for (String line; (line = keyboard.readLine()) != null;) {
            if (!line.isEmpty()) { // nothing sent would be nothing received: both sides would wait
                client.run(encoded(line, true, arguments));
            }
        }
    }

    private static byte[] encoded(String command, boolean raw, Arguments arguments) {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        int most = raw ? RawClient.COMMAND_BYTES : Frame.MAX_PAYLOAD;
        arguments.check(bytes.length <= most, "a command of " + bytes.length + " bytes is longer than " + most);
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

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never return null, JDK 25 does again
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** A command's output is handed on byte for byte, but not its control characters to a terminal. */
    private static PrintStream safe(PrintStream out, boolean terminal) {
        return terminal ? PrintableStream.on(out) : out;
    }
}
