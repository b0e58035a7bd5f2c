/**
 * What every example shares, and nothing that an example is about: text on a stream ({@link
 * io.github.socketsbyexample.common.StreamDecoder}), socket settings ({@link
 * io.github.socketsbyexample.common.ServerSettings}, {@link io.github.socketsbyexample.common.DatagramSettings}, {@link
 * io.github.socketsbyexample.common.MultiAddressConnector}), and the frame of a {@code main} ({@link
 * io.github.socketsbyexample.common.Program}). Read {@code Program} first, then {@link
 * io.github.socketsbyexample.common.GracefulServerSocket}.
 */
@NullMarked
package io.github.socketsbyexample.common;

import org.jspecify.annotations.NullMarked;
