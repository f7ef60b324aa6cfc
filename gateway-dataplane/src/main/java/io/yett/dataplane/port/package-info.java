/**
 * The gateway's own addresses on its ports, and the slow path that serves them on the control
 * thread: ARP (RFC 826) with its neighbour table, ICMP (RFC 792). It speaks to the lanes through
 * {@link io.yett.dataplane.control.PacketEngine} alone.
 */
package io.yett.dataplane.port;
