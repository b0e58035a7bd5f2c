package io.github.socketsbyexample.threaded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * {@link WelcomeHandler} as a selector needs it: what stands there in one method, between one read and the next, is here
 * a state that waits for the next event.
 */
final class WelcomeConversation implements SelectorConversation {

    private final String client;
    private final Duration delay;
    private final Duration patience;
    private String message = ""; // a begun exit, between chunks

    /** Begins to converse. */
    WelcomeConversation(String client, Duration delay) {
        this(client, delay, WelcomeHandler.PATIENCE);
    }

    WelcomeConversation(String client, Duration delay, Duration patience) {
        System.out.println("Accept new connection from " + client + "...");
        this.client = client;
        this.delay = delay;
        this.patience = patience;
    }

    @Override
    public Step begin() {
        return send("Welcome!");
    }

    @Override
    public int mostBytes() {
        return WelcomeHandler.BUFFER_BYTES - message.length();
    }

    @Override
    public Step received(ByteBuffer chunk) {
        message += ISO_8859_1.decode(chunk);
        if (WelcomeHandler.isEnd(message)) {
            return Step.END;
        }
        return WelcomeHandler.isBegunExit(message) ? new Step.ReadWithin(patience, this::answer) : answer();
    }

    @Override
    public Step ended() {
        return message.isEmpty() ? Step.END : answer();
    }

    private Step answer() {
        String name = message;
        message = "";
        return new Step.Pause(delay, () -> send("Hello, " + name + "!"));
    }

    private static Step send(String text) {
        return new Step.Send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), Step.READ);
    }

    @Override
    public void close() {
        System.out.println("Connection from " + client + " closed.");
    }
}
