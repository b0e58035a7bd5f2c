/**
 * What goes wrong with commands from afar, each as a class that does it wrongly and rightly, in as few lines as
 * possible apart, and shows both. Halves that begin with "Broken" are not to be copied. Read
 * {@link io.github.socketsbyexample.pitfalls.exec.ShellInjection} first: why there should be no shell at all.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.exec;

import org.jspecify.annotations.NullMarked;
