/**
 * Servers from a class and a handler: a server owns a listening socket and hands each request to a new handler; mix-ins
 * decide whether requests run one after another, in threads or in processes of their own. Python's {@code socketserver}.
 *
 * <p>What you use: a server such as {@link io.github.socketsbyexample.socketserver.TCPServer}, {@link
 * io.github.socketsbyexample.socketserver.UDPServer} or {@link
 * io.github.socketsbyexample.socketserver.UnixStreamServer}, with {@link
 * io.github.socketsbyexample.socketserver.ThreadingMixIn} or {@link
 * io.github.socketsbyexample.socketserver.ForkingMixIn} if requests shall run side by side; and a handler, mostly a
 * {@link io.github.socketsbyexample.socketserver.StreamRequestHandler} or {@link
 * io.github.socketsbyexample.socketserver.DatagramRequestHandler}.
 *
 * <p>How it runs: {@link io.github.socketsbyexample.socketserver.BaseServer} has the hooks, and is the class to read
 * first; {@link io.github.socketsbyexample.socketserver.RequestLoop} accepts, dispatches and stops, with {@link
 * io.github.socketsbyexample.socketserver.RequestQueue} to wait in and {@link
 * io.github.socketsbyexample.socketserver.LoopState} to stop by; an {@link
 * io.github.socketsbyexample.socketserver.ActiveRequest} is a request in progress.
 *
 * <p>Forking: {@link io.github.socketsbyexample.socketserver.ForkedRequest} is the server's side, which starts a {@link
 * io.github.socketsbyexample.socketserver.ForkedJvm}, tells it the {@link
 * io.github.socketsbyexample.socketserver.ForkTask} and passes bytes or datagrams on; {@link
 * io.github.socketsbyexample.socketserver.ForkedProgram} is the child's, whose handler has a {@link
 * io.github.socketsbyexample.socketserver.ForkedSocket}. All classes of it begin with {@code Fork}.
 */
@NullMarked
package io.github.socketsbyexample.socketserver;

import org.jspecify.annotations.NullMarked;
