package io.github.socketsbyexample.socketserver.examples;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.MultiAddressConnector;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends its words in a line, ends its stream, and reads the answer, which is as long as the words without the white space
 * around them. The server closes first.
 *
 * <p>Source: document 000, section 1.2.1. Run: {@code ./sockets socketserver-port tcp-client hello}
 */
public final class TcpClient {

    private static final List<String> WORDS = List.of("hello");

    private TcpClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(TcpClient.class, Serving.PORT)
                .operands("[WORDS...]", Integer.MAX_VALUE)
                .run(args, arguments -> {
                    try (Socket socket = MultiAddressConnector.connect(arguments.serverAddress(),
                            arguments.timeout())) {
                        converse(socket, words(arguments));
                    }
                });
    }

    /** Returns the words of a command line, the document's if there are none. */
    static String words(Arguments arguments) {
        return String.join(" ", arguments.operands().isEmpty() ? WORDS : arguments.operands());
    }

    /** Sends a line, prints it and the answer. */
    static void converse(Socket socket, String words) throws IOException {
        byte[] line = (words + "\n").getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(line);
        try {
            socket.shutdownOutput(); // a server that reads until the end shall see one
        } catch (IOException e) {
            // One that reads a line has answered and closed already; the answer is here, and nobody waits for the end.
        }
        String answer = readAnswer(socket, PythonBytes.strip(line).length);
        System.out.println("Sent: " + Texts.printable(words));
        System.out.println("Received: " + Texts.printable(answer));
    }

    /** Reads an answer of a known length. */
    static String readAnswer(Socket socket, int length) throws IOException {
        byte[] answer = socket.getInputStream().readNBytes(length);
        if (answer.length < length) {
            throw new EOFException("connection closed after " + answer.length + " of " + length + " bytes");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }
}
