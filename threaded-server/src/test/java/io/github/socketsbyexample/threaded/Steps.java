package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A conversation driven by hand: what it sends is collected, and each step that would take time is looked at. */
final class Steps {

    private final Conversation conversation;
    private final StringBuilder sent = new StringBuilder();
    private Step next;

    /** Begins it. */
    Steps(Conversation conversation) {
        this.conversation = conversation;
        next = afterSending(conversation.begin());
    }

    private Step afterSending(Step step) {
        while (step instanceof Step.Send(ByteBuffer output, Step following)) {
            sent.append(StandardCharsets.ISO_8859_1.decode(output));
            step = following;
        }
        return step;
    }

    /** Returns what has been sent since the last call, a character for each byte. */
    String sent() {
        String text = sent.toString();
        sent.setLength(0);
        return text;
    }

    /** Returns the step that it is at, past all sending. */
    Step next() {
        return next;
    }

    /** Lets one read return these bytes. */
    Steps receive(byte[] chunk) {
        next = afterSending(conversation.received(ByteBuffer.wrap(chunk)));
        return this;
    }

    /** Lets one read return this text, one byte for each character. */
    Steps receive(String chunk) {
        return receive(chunk.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Lets the client end its stream. */
    Steps end() {
        next = afterSending(conversation.ended());
        return this;
    }

    /** Lets the time of a pause pass, and returns it. */
    Duration pause() {
        Step.Pause pause = assertInstanceOf(Step.Pause.class, next);
        next = afterSending(pause.then().get());
        return pause.time();
    }

    /** Lets nothing come for as long as the conversation has patience, and returns that time. */
    Duration silence() {
        Step.ReadWithin wait = assertInstanceOf(Step.ReadWithin.class, next);
        next = afterSending(wait.otherwise().get());
        return wait.patience();
    }
}
