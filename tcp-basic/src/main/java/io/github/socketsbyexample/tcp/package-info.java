/**
 * TCP pairs, one client after another. Read {@link io.github.socketsbyexample.tcp.EchoServer} and {@link
 * io.github.socketsbyexample.tcp.EchoClient} first: bind, listen, accept, read, write, half-close, close.
 */
@NullMarked
package io.github.socketsbyexample.tcp;

import org.jspecify.annotations.NullMarked;
