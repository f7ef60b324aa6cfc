package io.yett.dataplane.config;

/**
 * A post-quantum preshared key (RFC 8784).
 *
 * @param id what both ends call it
 * @param required whether the peer must use it
 */
public record PpkConfig(String id, SecretSource key, boolean required) {}
