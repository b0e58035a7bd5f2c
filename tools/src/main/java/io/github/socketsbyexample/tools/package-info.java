/**
 * Every pair of the collection, run end to end as real processes. {@link
 * io.github.socketsbyexample.tools.Catalogue} is the place to read first: it says of every pair what each end is
 * started with and what it prints; the demo and the tests live from it.
 */
@NullMarked
package io.github.socketsbyexample.tools;

import org.jspecify.annotations.NullMarked;
