/**
 * What goes wrong between two hosts, and on none alone: cables are cut, firewalls forget, packets are lost, doubled or
 * too large. Linux can be such hosts on one machine ({@link TwoHosts}). Read {@link
 * io.github.socketsbyexample.pitfalls.network.CutCable} first.
 */
@NullMarked
package io.github.socketsbyexample.pitfalls.network;

import org.jspecify.annotations.NullMarked;
