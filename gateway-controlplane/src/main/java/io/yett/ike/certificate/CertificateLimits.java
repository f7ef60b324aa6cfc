package io.yett.ike.certificate;

/** Bounds of what a peer can make us look at. */
public final class CertificateLimits {
  /** CERT payloads of one message. */
  public static final int MAX_CERTIFICATES = 16;

  /** Octets of one certificate. */
  public static final int MAX_OCTETS = 16_384;

  /** Certificates of a path, the trusted authority included. */
  static final int MAX_PATH = 8;

  /** Paths that are tried. Each fails at its first certificate that is not of the one before. */
  static final int MAX_TRIES = 32;

  /** RFC 8247 §4.1.2 wants RSA keys of 2048 bits or more. */
  static final int MIN_RSA_BITS = 2048;

  /** Larger ones serve no one but who wants to keep us busy. */
  static final int MAX_RSA_BITS = 16_384;

  static final int MIN_CURVE_BITS = 256;

  /** Octets of one certificate revocation list. */
  public static final int MAX_CRL_OCTETS = 16 << 20;

  /** Octets of one OCSP response. */
  public static final int MAX_OCSP_OCTETS = 65_536;

  /** Places of one certificate that are asked. */
  static final int MAX_LOCATIONS = 4;

  private CertificateLimits() {}
}
