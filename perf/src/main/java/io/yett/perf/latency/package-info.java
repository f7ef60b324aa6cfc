/**
 * How long packets are inside a lane under a set load, beside what the machine itself adds: the
 * gaps of a thread that only spins.
 */
package io.yett.perf.latency;
