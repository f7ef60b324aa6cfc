package io.yett.ike.engine;

import io.yett.dataplane.sachannel.SaDirection;

/**
 * An SA that the data plane has.
 *
 * @param active outbound only: the one that its reqId uses
 */
public record InstalledSa(SaDirection direction, int spi, int reqId, boolean active) {}
