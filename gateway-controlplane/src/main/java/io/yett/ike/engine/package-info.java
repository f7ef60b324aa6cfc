/**
 * The IKE engine: I/O-free and deterministic. Datagrams, ticks, SA events and operator commands go
 * in; datagrams, SA commands, checkpoints and observations come out through injected interfaces.
 * One thread owns an engine.
 */
package io.yett.ike.engine;
