/** Wire formats and the burst: what every stage of the packet path knows of a packet. */
package io.yett.dataplane.packet;
