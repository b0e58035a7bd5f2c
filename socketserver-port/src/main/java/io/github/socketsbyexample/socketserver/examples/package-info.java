/**
 * The documents' programs on the library, a server a file: its class, its handler and nothing else. Read {@link
 * io.github.socketsbyexample.socketserver.examples.UpperTcpServer} first, then {@link
 * io.github.socketsbyexample.socketserver.examples.UpperThreadingServer}.
 */
@NullMarked
package io.github.socketsbyexample.socketserver.examples;

import org.jspecify.annotations.NullMarked;
