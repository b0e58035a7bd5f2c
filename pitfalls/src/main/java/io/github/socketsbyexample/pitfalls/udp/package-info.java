/**
 * What goes wrong over UDP, each as a class that does it wrongly and rightly, in as few lines as possible apart, and
 * shows both. Halves that begin with "Broken" are not to be copied. Read
 * {@link io.github.socketsbyexample.pitfalls.udp.SilentLoss} first: a datagram may not arrive, and nobody says so.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.udp;

import org.jspecify.annotations.NullMarked;
