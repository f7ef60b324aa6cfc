package io.yett.ike.engine;

/**
 * The last failure of a connection or child.
 *
 * @param text one sentence an operator can act on; no keys
 * @param atNanos the engine's clock
 */
public record Failure(FailureReason reason, String text, long atNanos) {}
