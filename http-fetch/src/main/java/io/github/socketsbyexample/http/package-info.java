/**
 * HTTP over a bare socket. Read {@link io.github.socketsbyexample.http.Fetch} first, then {@link
 * io.github.socketsbyexample.http.ResponseReader} and the ways in which a body can end: {@link
 * io.github.socketsbyexample.http.FixedLengthBody}, {@link io.github.socketsbyexample.http.ChunkedBody}, or with the
 * stream.
 */
@NullMarked
package io.github.socketsbyexample.http;

import org.jspecify.annotations.NullMarked;
