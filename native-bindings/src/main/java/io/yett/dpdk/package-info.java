/**
 * DPDK for Java: small classes over a flat C API ({@code yett_dpdk.h}). Nothing here knows IPsec.
 *
 * <p>Packet buffers, crypto operations and tables are plain {@code long} addresses; {@link
 * io.yett.dpdk.Memory}, {@link io.yett.dpdk.Mbuf} and {@link io.yett.dpdk.CryptoOp} read and write
 * them without an object per packet. An address is not checked: whoever holds one answers for it.
 *
 * <p>Order of use: {@link io.yett.dpdk.Eal#init}, then pools, ports and devices, then on each lane
 * thread {@link io.yett.dpdk.DpdkThread#register}.
 */
package io.yett.dpdk;
