/**
 * The contract between the two planes: what an SA, a policy and an IKE datagram look like when they
 * cross, and the shared-memory channel that carries them. The control plane may import this package
 * and {@code io.yett.dataplane.config}, and nothing else of the data plane (held by an ArchUnit
 * test).
 */
package io.yett.dataplane.sachannel;
