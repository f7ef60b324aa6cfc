/**
 * Measures the data plane side by side with a peer: the same packets, the same virtual devices, the
 * same core, in turn.
 */
package io.yett.perf;
