package io.yett.ike.message;

/** Configuration attributes (IANA; RFC 7296 §3.15.1). */
public enum CpAttributeType {
  INTERNAL_IP4_ADDRESS(1),
  INTERNAL_IP4_NETMASK(2),
  INTERNAL_IP4_DNS(3),
  INTERNAL_IP6_ADDRESS(8),
  INTERNAL_IP6_DNS(10),
  INTERNAL_IP4_SUBNET(13),
  INTERNAL_IP6_SUBNET(15);

  private final int number;

  CpAttributeType(int number) {
    this.number = number;
  }

  /** The IANA number. */
  public int number() {
    return number;
  }
}
