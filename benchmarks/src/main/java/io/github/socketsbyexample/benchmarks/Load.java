package io.github.socketsbyexample.benchmarks;

import java.io.IOException;

/** One way to use a server, from the first connection to the last; in one thread. */
interface Load {

    /**
     * Does it.
     *
     * @throws WrongAnswerException if an answer is not what it has to be, or does not come
     * @throws IOException if the network or this machine fails
     */
    void run() throws IOException;

    /** Returns what does a job, and writes it into the books. */
    static Load of(Job job, Measurement measurement) throws IOException {
        return switch (job.mode()) {
            case ECHO, HOLD -> new EchoLoad(job, measurement);
            case CHURN -> new ChurnLoad(job, measurement);
            case BULK -> new BulkLoad(job, measurement);
            case UDP -> new UdpLoad(job, measurement);
            case DOWNLOAD -> new DownloadLoad(job, measurement);
        };
    }
}
