package io.yett.dpdk;

/**
 * Counters of a port since it was started.
 *
 * @param rxMissed packets the device dropped because its queue was full
 * @param rxNoMbuf packets lost because the pool was empty
 */
public record PortStats(
    long rxPackets,
    long txPackets,
    long rxBytes,
    long txBytes,
    long rxMissed,
    long rxErrors,
    long txErrors,
    long rxNoMbuf) {}
