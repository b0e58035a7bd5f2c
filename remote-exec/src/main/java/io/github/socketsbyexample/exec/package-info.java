/**
 * A client sends commands, the server runs them and answers. The document's own exchange is {@link
 * io.github.socketsbyexample.exec.RawServer} and {@link io.github.socketsbyexample.exec.RawClient}; with frames, {@link
 * io.github.socketsbyexample.exec.Frame} tells what goes over the wire, {@link
 * io.github.socketsbyexample.exec.ExecServer} holds one connection on the server's side and {@link
 * io.github.socketsbyexample.exec.FramedClient} the client's. {@link io.github.socketsbyexample.exec.Execution} runs a
 * program for both without being held up by it.
 */
@NullMarked
package io.github.socketsbyexample.exec;

import org.jspecify.annotations.NullMarked;
