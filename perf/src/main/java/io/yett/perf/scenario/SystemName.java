package io.yett.perf.scenario;

/** What figures are of. */
public enum SystemName {
  YETT("yett"),
  IPSEC_SECGW("ipsec-secgw"),
  /** The same packets from port to port, untouched. */
  IO_LIMIT("io-limit"),
  /** The same octets through the crypto library, and nothing else. */
  CRYPTO_LIMIT("crypto-limit"),
  /** One after the other, with nothing between them; computed from the two. */
  FLOOR("floor");

  private final String label;

  SystemName(String label) {
    this.label = label;
  }

  /** As tables and files write it. */
  public String label() {
    return label;
  }
}
