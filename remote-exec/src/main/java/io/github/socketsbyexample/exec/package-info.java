/**
 * A client sends commands, the server runs them and answers. Read {@link io.github.socketsbyexample.exec.Frame} for what
 * goes over the wire, {@link io.github.socketsbyexample.exec.ExecConversation} for one connection on the server's side
 * and {@link io.github.socketsbyexample.exec.FramedClient} for the client's, {@link
 * io.github.socketsbyexample.exec.Execution} for running a program without being held up by it.
 */
@NullMarked
package io.github.socketsbyexample.exec;

import org.jspecify.annotations.NullMarked;
