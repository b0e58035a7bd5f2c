/**
 * What goes wrong with many clients at once, each as a class that does it wrongly and rightly, in as few lines as
 * possible apart, and shows both. Halves that begin with "Broken" are not to be copied. Read
 * {@link io.github.socketsbyexample.pitfalls.threads.EverybodyWaits} first: what all the designs are for.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.threads;

import org.jspecify.annotations.NullMarked;
