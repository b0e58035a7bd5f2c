package io.github.socketsbyexample.integration;

import java.io.IOException;

import io.github.socketsbyexample.tools.Outlet;

/** Stands in front of an outlet and passes everything on: faults override what they disturb. */
class PassingOutlet implements Outlet {

    /** Leads to the receiver. */
    protected final Outlet out;

    PassingOutlet(Outlet out) {
        this.out = out;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        out.send(bytes, offset, length);
    }

    @Override
    public void end() throws IOException {
        out.end();
    }

    @Override
    public void reset() throws IOException {
        out.reset();
    }

    @Override
    public void cut() throws IOException {
        out.cut();
    }
}
