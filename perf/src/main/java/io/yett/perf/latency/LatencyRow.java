package io.yett.perf.latency;

/**
 * Latency under one load. Times are in nanoseconds; a percentile is that of packets.
 *
 * @param load part of the saturated rate; 0 for the idle lane
 * @param mpps million packets that the lane sent per second
 * @param packets that were timed
 * @param refused frames that found the lane's receive queue full
 * @param p50 from the poll that brought a packet to the moment when its burst was handed to TX
 * @param sojournP50 the same from the moment when the generator sent it
 * @param jitterP999 a thread that only spins, on another CPU meanwhile: the longest gap within
 *     {@value JitterMeter#WINDOW_NANOS} ns
 * @param safepoints stops of the JVM, handshakes included
 * @param collections garbage collections
 * @param cpuShare part of the time in which the lane could have its CPU; below 1 others ran there
 * @param switches how often the kernel took the CPU from the lane
 * @param waitNanos how long another thread had the CPU
 * @param stealNanos how long the hypervisor gave it to another machine
 * @param worstGap longest time without a poll of the lane
 * @param worstGapCause why, as far as JVM and kernel know
 * @param gapCauses the same of the longest gaps of each round together: how many, how long
 */
public record LatencyRow(
    double load,
    double mpps,
    long packets,
    long refused,
    long p50,
    long p90,
    long p99,
    long p999,
    long p9999,
    long max,
    long sojournP50,
    long sojournP99,
    long sojournP999,
    long sojournMax,
    long jitterP50,
    long jitterP999,
    long jitterMax,
    int safepoints,
    long safepointNanos,
    long collections,
    double cpuShare,
    long switches,
    long waitNanos,
    long stealNanos,
    long worstGap,
    String worstGapCause,
    String gapCauses) {}
