package io.yett.perf;

/**
 * How each program is run.
 *
 * @param cpu the CPU of the forwarding thread
 * @param warmUpSeconds run before the first reading
 * @param seconds between the two readings
 * @param hugepages DPDK's memory is in hugepages, for all programs alike
 */
record Settings(int cpu, int warmUpSeconds, int seconds, boolean hugepages) {}
