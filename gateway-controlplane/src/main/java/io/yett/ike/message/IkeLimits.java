package io.yett.ike.message;

/**
 * Named bounds of everything that the wire can count. What exceeds one is malformed. They are well
 * above what conforming peers send and low enough that one datagram costs little.
 */
public final class IkeLimits {
  /** Octets of the IKE header (RFC 7296 §3.1). */
  public static final int HEADER_OCTETS = 28;

  /** Octets of a generic payload header (RFC 7296 §3.2). */
  public static final int PAYLOAD_HEADER_OCTETS = 4;

  /** Octets of one message: the largest UDP datagram over IPv4. */
  public static final int MAX_MESSAGE_OCTETS = 65_507;

  /** Payloads of one chain, outer or inner. */
  public static final int MAX_PAYLOADS = 128;

  /** Proposals of one SA payload; the number on the wire is one octet. */
  public static final int MAX_PROPOSALS = 128;

  /** Transforms of one proposal; the count on the wire is one octet. */
  public static final int MAX_TRANSFORMS = 255;

  /** Attributes of one transform; only Key Length is defined (RFC 7296 §3.3.5). */
  public static final int MAX_ATTRIBUTES = 16;

  /** Octets of one SPI; the longest defined is 8 (IKE). */
  public static final int MAX_SPI_OCTETS = 16;

  /** SPIs of one Delete payload. */
  public static final int MAX_DELETED_SPIS = 4096;

  /** Traffic selectors of one TS payload; the count on the wire is one octet. */
  public static final int MAX_TRAFFIC_SELECTORS = 255;

  /** Attributes of one Configuration payload. */
  public static final int MAX_CP_ATTRIBUTES = 256;

  /** Octets of a nonce (RFC 7296 §3.9). */
  public static final int MIN_NONCE_OCTETS = 16;

  /** Octets of a nonce (RFC 7296 §3.9). */
  public static final int MAX_NONCE_OCTETS = 256;

  /** Octets of a cookie (RFC 7296 §2.6). */
  public static final int MAX_COOKIE_OCTETS = 64;

  /** Fragments of one message (RFC 7383 §2.5). */
  public static final int MAX_FRAGMENTS = 64;

  private IkeLimits() {}
}
