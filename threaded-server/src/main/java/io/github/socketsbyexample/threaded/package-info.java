/**
 * Many clients at once. A {@link io.github.socketsbyexample.threaded.Protocol} knows no threads and no sockets, a design
 * knows no protocol; {@link io.github.socketsbyexample.threaded.Design} brings them together. Read {@link
 * io.github.socketsbyexample.threaded.WelcomeProtocol} first, then {@link
 * io.github.socketsbyexample.threaded.ThreadPerClientServer}, and copy {@link
 * io.github.socketsbyexample.threaded.BoundedServer}.
 */
@NullMarked
package io.github.socketsbyexample.threaded;

import org.jspecify.annotations.NullMarked;
