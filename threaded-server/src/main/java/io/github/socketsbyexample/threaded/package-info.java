/**
 * Many clients at once. A handler knows no threads, a server does not know what is said; {@link
 * io.github.socketsbyexample.threaded.Design} brings them together. Read {@link
 * io.github.socketsbyexample.threaded.WelcomeHandler} first, then {@link
 * io.github.socketsbyexample.threaded.ThreadPerClientServer}, and copy {@link
 * io.github.socketsbyexample.threaded.BoundedServer}. A handler whose clients talk to each other is {@link
 * io.github.socketsbyexample.threaded.ChatServer}.
 */
@NullMarked
package io.github.socketsbyexample.threaded;

import org.jspecify.annotations.NullMarked;
