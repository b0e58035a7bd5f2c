package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.github.socketsbyexample.commandline.Arguments;
import io.github.socketsbyexample.commandline.Program;
import io.github.socketsbyexample.common.Texts;

/**
 * Sends a text in one datagram and prints the answer: the address that the server saw the client under. A lost datagram
 * is sent again ({@link RetryingClient}); the first answer to any try ends the conversation.
 *
 * <p>Source: document 000, section 1.1.2. Run: {@code ./sockets udp-basic address-client "Hello, world"}
 */
public final class AddressClient {

    private AddressClient() {}

    /** Runs the client from the command line. */
    public static void main(String[] args) {
        Program.client(AddressClient.class, AddressServer.PORT)
                .operands("[TEXT]", 1)
                .run(args, AddressClient::converse);
    }

    private static void converse(Arguments arguments) throws IOException {
        byte[] text = arguments.operand("Hello, world").getBytes(UTF_8);
        byte[] answer = ask(arguments.serverAddress(), arguments.timeout(), text);
        System.out.println("Received: " + Texts.printable(new String(answer, UTF_8)));
    }

    /**
     * Sends a text and returns the answer.
     *
     * @param timeout for all tries together
     */
    public static byte[] ask(InetSocketAddress server, Duration timeout, byte[] text) throws IOException {
        try (RetryingClient client = new RetryingClient(server, timeout)) {
            return client.ask(text, answer -> true); // one question on this socket: every answer is its answer
        }
    }
}
