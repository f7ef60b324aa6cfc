/**
 * The data plane as a device under test (RFC 2544): one lane between two ports, with the frames of
 * {@link io.yett.perf.generator} in mind, and the ports that it shares with a generator.
 */
package io.yett.perf.dut;
