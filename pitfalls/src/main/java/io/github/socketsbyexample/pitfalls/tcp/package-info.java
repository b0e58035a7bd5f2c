/**
 * What goes wrong over TCP, each as a class that does it wrongly and rightly, in as few lines as possible apart, and
 * shows both. Halves that begin with "Broken" are not to be copied. Read
 * {@link io.github.socketsbyexample.pitfalls.tcp.HalfMessage} first: that TCP knows no messages is behind half of the
 * others.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.tcp;

import org.jspecify.annotations.NullMarked;
