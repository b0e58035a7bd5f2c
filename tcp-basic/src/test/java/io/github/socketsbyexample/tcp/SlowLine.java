package io.github.socketsbyexample.tcp;

import java.io.IOException;

import io.github.socketsbyexample.common.RawPeer;

/** The end of a slow line in a test: takes bytes all the time, and after each pause as many as are due. */
final class SlowLine {

    private static final long PAUSE_MILLIS = 10;

    private SlowLine() {}

    /** Reads so many bytes, fewer only if the stream ends; returns how many. */
    static int read(RawPeer peer, int bytes, int perSecond) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int read = 0;
        int due = 0;
        while (read == due && read < bytes) {
            Thread.sleep(PAUSE_MILLIS); // the pace, and no wait for anything
            due = (int) Math.min(bytes, (System.nanoTime() - begin) / 1_000_000 * perSecond / 1_000);
            read += peer.read(due - read).length;
        }
        return read;
    }
}
