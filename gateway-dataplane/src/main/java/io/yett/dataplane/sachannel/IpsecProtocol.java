package io.yett.dataplane.sachannel;

/** What protects the packets of an SA, by its IANA "IKEv2 Security Protocol" number. */
public enum IpsecProtocol {
  /** Authentication Header (RFC 4302): nothing is encrypted. */
  AH(2),

  /** Encapsulating Security Payload (RFC 4303). */
  ESP(3);

  private final int number;

  IpsecProtocol(int number) {
    this.number = number;
  }

  /** The IANA number, 2 or 3. */
  public int number() {
    return number;
  }

  /** The reverse of {@link #number}; throws {@link IllegalArgumentException} for other numbers. */
  public static IpsecProtocol ofNumber(int number) {
    return switch (number) {
      case 2 -> AH;
      case 3 -> ESP;
      default -> throw new IllegalArgumentException("security protocol " + number);
    };
  }
}
