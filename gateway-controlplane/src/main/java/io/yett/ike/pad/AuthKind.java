package io.yett.ike.pad;

/** How one end proves who it is. */
public enum AuthKind {
  /** A pre-shared key (RFC 7296 §2.15). */
  PSK,
  /** A private key whose public key is in a certificate (RFC 7427, RFC 4945). */
  CERTIFICATE,
  /** EAP-MSCHAPv2 with a password; only a peer that begins, towards a certificate of ours. */
  EAP_MSCHAPV2
}
