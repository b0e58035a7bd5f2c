/**
 * Python's {@code socketserver} as a Java library: a server owns a listening socket and hands each request to a new
 * handler; mix-ins decide whether requests run one after another, in threads or in processes of their own.
 *
 * <p>Read {@link io.github.socketsbyexample.socketserver.BaseServer} first (accept, dispatch, stop), then {@link
 * io.github.socketsbyexample.socketserver.ThreadingMixIn}; to write a server, {@link
 * io.github.socketsbyexample.socketserver.StreamRequestHandler}.
 */
@NullMarked
package io.github.socketsbyexample.socketserver;

import org.jspecify.annotations.NullMarked;
