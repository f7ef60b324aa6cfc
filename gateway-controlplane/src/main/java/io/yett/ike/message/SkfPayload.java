package io.yett.ike.message;

/** The Encrypted and Authenticated Fragment payload, still sealed (RFC 7383 §2.5). */
public final class SkfPayload extends Payload {
  /** Octets of fragment number and total before the IV. */
  static final int FRAGMENT_HEADER_OCTETS = 4;

  private final int firstInnerType;
  private final int fragmentNumber;
  private final int totalFragments;
  private final byte[] sealed;

  /**
   * Makes a payload.
   *
   * @param firstInnerType the number of the first payload inside, in the first fragment; else 0
   * @param fragmentNumber 1..{@code totalFragments}
   * @param totalFragments 1..{@link IkeLimits#MAX_FRAGMENTS}
   * @param sealed IV, ciphertext, ICV
   */
  public SkfPayload(int firstInnerType, int fragmentNumber, int totalFragments, byte[] sealed) {
    if (fragmentNumber < 1
        || fragmentNumber > totalFragments
        || totalFragments > IkeLimits.MAX_FRAGMENTS) {
      throw new IllegalArgumentException("fragment " + fragmentNumber + " of " + totalFragments);
    }
    this.firstInnerType = firstInnerType;
    this.fragmentNumber = fragmentNumber;
    this.totalFragments = totalFragments;
    this.sealed = sealed;
  }

  public int firstInnerType() {
    return firstInnerType;
  }

  public int fragmentNumber() {
    return fragmentNumber;
  }

  public int totalFragments() {
    return totalFragments;
  }

  public byte[] sealed() {
    return sealed;
  }

  @Override
  public int typeNumber() {
    return PayloadType.SKF.number();
  }

  static SkfPayload decode(int firstInnerType, OctetReader reader) throws MalformedException {
    int number = reader.u16();
    int total = reader.u16();
    if (number < 1 || number > total || total > IkeLimits.MAX_FRAGMENTS) {
      throw new MalformedException("fragment " + number + " of " + total);
    }
    return new SkfPayload(firstInnerType, number, total, reader.rest());
  }

  @Override
  void writeBody(OctetWriter writer) {
    writer.u16(fragmentNumber).u16(totalFragments).bytes(sealed);
  }
}
