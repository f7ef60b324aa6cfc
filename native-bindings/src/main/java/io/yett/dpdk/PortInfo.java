package io.yett.dpdk;

/**
 * What a port can do.
 *
 * @param driver DPDK's name of the driver, e.g. {@code net_af_packet}
 * @param numaNode -1 if unknown
 * @param maxRxQueues largest number of RX queues
 * @param maxMtu octets
 * @param rxOffloads RTE_ETH_RX_OFFLOAD_* bits
 * @param rssTypes RTE_ETH_RSS_* bits; 0 if it cannot spread packets over queues
 */
public record PortInfo(
    String driver,
    int numaNode,
    int maxRxQueues,
    int maxTxQueues,
    int minMtu,
    int maxMtu,
    long rxOffloads,
    long txOffloads,
    long rssTypes) {}
