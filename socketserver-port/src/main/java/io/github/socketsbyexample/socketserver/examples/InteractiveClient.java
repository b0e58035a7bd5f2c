package io.github.socketsbyexample.socketserver.examples;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Keyboard;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends line after line over one connection and prints each answer, until the input ends. Lines of white space stay
 * here: to the server they would mean the end.
 *
 * <p>Source: document 002. Run: {@code ./sockets socketserver-port interactive-client}
 */
public final class InteractiveClient {

    private static final int LONGEST_LINE = 1024; // bytes: what the document's server takes in one read

    private InteractiveClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(InteractiveClient.class, Serving.PORT).run(args, InteractiveClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        try (Socket socket = MultiAddressConnector.connect(arguments.serverAddress(), arguments.timeout())) {
            Keyboard keyboard = new Keyboard(">>>");
            for (String line; !System.out.checkError() && (line = keyboard.readLine()) != null;) {
                byte[] message = (line + "\n").getBytes(StandardCharsets.UTF_8);
                if (message.length > LONGEST_LINE) {
                    throw new IOException("a line of more than " + LONGEST_LINE + " bytes is not sent");
                }
                int answerLength = PythonBytes.strip(message).length;
                if (answerLength > 0) {
                    socket.getOutputStream().write(message);
                    System.out.println(Texts.printable(TcpClient.readAnswer(socket, answerLength)));
                }
            }
        }
    }
}
