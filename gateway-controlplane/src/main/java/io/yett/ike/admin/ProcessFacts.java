package io.yett.ike.admin;

import io.yett.dataplane.config.GatewayConfig;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What does not change while this process runs.
 *
 * @param configFile the configuration file's name as it was given
 * @param startedNanos {@link System#nanoTime} at the start
 */
public record ProcessFacts(
    Path configFile, GatewayConfig config, Instant startedAt, long startedNanos) {}
