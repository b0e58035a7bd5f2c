/**
 * The servers and clients of the collection, measured against C, Netty and CPython. Read {@link
 * io.github.socketsbyexample.benchmarks.Suite} first: it says what is measured, and with whom. {@link
 * io.github.socketsbyexample.benchmarks.LoadGenerator} is the other end of every connection.
 */
@NullMarked
package io.github.socketsbyexample.benchmarks;

import org.jspecify.annotations.NullMarked;
