/**
 * Sends frames at a set rate, and counts what comes back: a traffic generator over any DPDK port,
 * virtual or a NIC. One thread, bursts, nothing allocated while it runs.
 */
package io.yett.perf.generator;
