package io.yett.ike.crypto;

import io.yett.ike.message.SaPayload;

/**
 * What was chosen for a Child SA.
 *
 * @param peerSpi the SPI of packets to the peer, unsigned
 * @param answer the responder's SA payload
 */
public record ChildChoice(ChildSuite suite, int peerSpi, SaPayload answer) {}
