package io.yett.dataplane.packet;

/** Offsets of ESP (RFC 4303) and of its UDP encapsulation (RFC 3948). */
public final class Esp {
  /** SPI and sequence number. */
  public static final int HEADER = 8;

  public static final int SEQUENCE = 4;

  /** Pad length and next header. */
  public static final int TRAILER = 2;

  /** Lowest SPI that is not reserved (RFC 4303 section 2.1). */
  public static final int MIN_SPI = 256;

  public static final int UDP_HEADER = 8;
  public static final int UDP_SOURCE_PORT = 0;
  public static final int UDP_DESTINATION_PORT = 2;
  public static final int UDP_LENGTH = 4;

  /** UDP ports of IKE, host order. */
  public static final int IKE_PORT = 500;

  public static final int NAT_TRAVERSAL_PORT = 4500;

  private Esp() {}
}
