package io.github.socketsbyexample.pitfalls.tcp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * An order is paid twice: the connection ended before the answer came, and the client connected again and asked again. That
 * there is no answer does not tell that nothing was done. What may not be done twice has a number, the same in each attempt,
 * and whoever has carried it out answers it from memory.
 *
 * <pre>
 * $ ./sockets pitfall paid-twice
 * done:   ordered 100; the connection ended before the answer; asked again
 * broken: 200 paid
 * fixed:  100 paid
 * </pre>
 */
public final class PaidTwice {

    static final int AMOUNT = 100;

    private final Map<Long, Integer> answers = new HashMap<>(); // a server keeps a bounded number of them, for a time
    private int paid;

    PaidTwice() {}

    /** How the server carries out an order, and what it answers: how much it has paid in all. */
    @FunctionalInterface
    interface Payment {
        int pay(PaidTwice server, long number, int amount);
    }

    /** Shows both halves. */
    static void main() throws IOException {
        IO.println("done:   ordered " + AMOUNT + "; the connection ended before the answer; asked again");
        IO.println("broken: " + answer(PaidTwice::pay) + " paid");
        IO.println("fixed:  " + answer(PaidTwice::payOnce) + " paid");
    }

    static int answer(Payment payment) throws IOException {
        PaidTwice server = new PaidTwice();
        long number = System.nanoTime(); // one that no other order has: drawn once, for all attempts
        try (LoopbackConnection first = LoopbackConnection.open()) {
            order(first.client(), number);
            server.carryOut(first.server(), payment);
            first.server().close(); // before the answer
            return new DataInputStream(first.client().getInputStream()).readInt();
        } catch (EOFException e) {
            try (LoopbackConnection second = LoopbackConnection.open()) {
                order(second.client(), number);
                int answer = server.carryOut(second.server(), payment);
                new DataOutputStream(second.server().getOutputStream()).writeInt(answer);
                return new DataInputStream(second.client().getInputStream()).readInt();
            }
        }
    }

    private static void order(Socket server, long number) throws IOException {
        DataOutputStream out = new DataOutputStream(server.getOutputStream());
        out.writeLong(number);
        out.writeInt(AMOUNT);
    }

    private int carryOut(Socket client, Payment payment) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        return payment.pay(this, in.readLong(), in.readInt());
    }

    /** Broken: what arrives is carried out. */
    int pay(long number, int amount) {
        paid += amount;
        return paid;
    }

    /** Fixed: what arrives for the first time; for the second time it gets the same answer. */
    int payOnce(long number, int amount) {
        return answers.computeIfAbsent(number, _ -> pay(number, amount));
    }
}
