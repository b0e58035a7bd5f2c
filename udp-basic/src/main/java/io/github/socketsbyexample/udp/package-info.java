/**
 * UDP pairs. Read {@link io.github.socketsbyexample.udp.HelloServer} first: bind, receive, send, close, and nothing
 * else; then {@link io.github.socketsbyexample.udp.RetryingClient}, which is all that a client has to add.
 */
@NullMarked
package io.github.socketsbyexample.udp;

import org.jspecify.annotations.NullMarked;
