package io.yett.ike.message;

import java.util.Optional;

/** Certificate encodings (IANA; RFC 7296 §3.6). */
public enum CertEncoding {
  PKCS7_X509(1),
  PGP(2),
  DNS_SIGNED_KEY(3),
  X509_SIGNATURE(4),
  KERBEROS_TOKEN(6),
  CRL(7),
  ARL(8),
  SPKI(9),
  X509_ATTRIBUTE(10),
  RAW_RSA_KEY(11),
  HASH_AND_URL_X509(12),
  HASH_AND_URL_BUNDLE(13),
  /** RFC 4806. */
  OCSP_CONTENT(14),
  /** RFC 7670. */
  RAW_PUBLIC_KEY(15);

  private final int number;

  CertEncoding(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** Finds a constant by its IANA number; empty if the number is unknown here. */
  public static Optional<CertEncoding> of(int number) {
    for (CertEncoding value : values()) {
      if (value.number == number) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
