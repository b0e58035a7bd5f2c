/**
 * What goes wrong over HTTP and TLS, each as a class that does it wrongly and rightly, in as few lines as possible
 * apart, and shows both. Halves that begin with "Broken" are not to be copied. Read
 * {@link io.github.socketsbyexample.pitfalls.http.HalfPage} first: a body has an end of its own, which is not the
 * connection's.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.http;

import org.jspecify.annotations.NullMarked;
