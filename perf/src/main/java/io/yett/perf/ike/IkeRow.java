package io.yett.perf.ike;

import io.yett.perf.result.Spread;

/**
 * What was found of one case and system.
 *
 * @param perCpuSecond exchanges done per second of the responder's CPU time, of all rounds; null
 *     for memory
 * @param octetsPerTunnel an IKE SA and a Child SA; 0 but for memory
 * @param note what the figure is
 */
record IkeRow(
    String name, String system, Spread perCpuSecond, double octetsPerTunnel, String note) {}
