package io.yett.ike.pad;

/**
 * A post-quantum preshared key (RFC 8784). Not thread-safe.
 *
 * @param id what both ends call it (PPK_ID)
 * @param required whether the peer must have it too
 */
public record PostQuantumKey(String id, PreSharedKey key, boolean required) {}
