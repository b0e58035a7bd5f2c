/**
 * What goes wrong with sockets, in packages by the module of the mistake: each class has a broken half and a fixed one,
 * as few lines apart as can be, and a plain {@code main} that shows both. What they share are the two ends of a
 * connection within one process ({@link LoopbackConnection}, {@link LoopbackDatagrams}), and a {@link BlockingCall} that
 * may block for ever. Read {@link io.github.socketsbyexample.pitfalls.tcp.HalfMessage} first.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls;

import org.jspecify.annotations.NullMarked;
