package io.yett.ike.message;

/**
 * A protected message whose SK payload, or all of whose fragments, proved to come from the peer and
 * are decrypted. Its payloads are not read yet. Immutable by agreement.
 */
public final class OpenedMessage {
  private final IkeHeader header;
  private final int firstInnerType;
  private final byte[] plaintext;

  /**
   * Takes over the plaintext.
   *
   * @param firstInnerType the number of the first payload inside; 0 if there is none
   * @param plaintext the inner payloads without padding
   */
  public OpenedMessage(IkeHeader header, int firstInnerType, byte[] plaintext) {
    this.header = header;
    this.firstInnerType = firstInnerType;
    this.plaintext = plaintext;
  }

  public IkeHeader header() {
    return header;
  }

  /** What AUTH signs of an IKE_INTERMEDIATE message (RFC 9242 §3.3.2). */
  public byte[] intermediateOctets() {
    return IkeEncoder.intermediateOctets(header, firstInnerType, plaintext);
  }

  /** Reads the payloads: a {@link DecodeResult.Decoded}, or {@link DecodeResult.Authenticated}. */
  public DecodeResult decode() {
    return IkeDecoder.decodeInner(header, firstInnerType, plaintext);
  }
}
