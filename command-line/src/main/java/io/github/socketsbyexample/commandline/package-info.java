/**
 * The frame of every {@code main}: its options and their help, exit codes, one-line errors, the ready line, the stop on
 * a signal. Read {@link Program} first. Nothing here knows of sockets but where they listen and connect.
 */
@NullMarked
package io.github.socketsbyexample.commandline;

import org.jspecify.annotations.NullMarked;
