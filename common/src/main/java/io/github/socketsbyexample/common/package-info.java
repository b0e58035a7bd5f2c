/**
 * What the servers and clients share, and nothing that an example is about: text on a stream ({@link StreamDecoder}),
 * how to listen and how to connect ({@link ServerSettings}, {@link DatagramSettings}, {@link MultiAddressConnector}).
 * Read {@link GracefulServerSocket} first.
 */
@NullMarked
package io.github.socketsbyexample.common;

import org.jspecify.annotations.NullMarked;
