package io.yett.ike.sa;

/**
 * Extensions of IKEv2 that both ends of an IKE SA said they support when it began. The IKE SA that
 * replaces it in a rekey has the same.
 */
public enum Extension {
  /** Messages may come in fragments (RFC 7383). */
  FRAGMENTATION,
  /** The ends may change their addresses (RFC 4555); said in IKE_AUTH. */
  MOBIKE,
  /** IKE_AUTH makes no Child SA (RFC 6023); we wanted it so as initiator. */
  CHILDLESS,
  /** A post-quantum preshared key may be used (RFC 8784). */
  PPK
}
