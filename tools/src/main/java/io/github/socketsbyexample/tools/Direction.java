package io.github.socketsbyexample.tools;

/** Which way something goes between the two ends of a conversation. */
public enum Direction {

    /** From the client. */
    TO_SERVER,

    /** From the server. */
    TO_CLIENT;

    /** Returns the other one. */
    public Direction opposite() {
        return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
    }
}
