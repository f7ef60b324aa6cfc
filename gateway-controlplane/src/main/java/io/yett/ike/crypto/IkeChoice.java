package io.yett.ike.crypto;

import io.yett.ike.message.Proposal;
import io.yett.ike.message.SaPayload;

/**
 * What was chosen for an IKE SA.
 *
 * @param proposal the peer's proposal; its SPI is the peer's new IKE SPI in a rekey
 * @param answer the responder's SA payload
 */
public record IkeChoice(IkeSuite suite, Proposal proposal, SaPayload answer) {}
