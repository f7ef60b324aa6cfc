package io.yett.ike.crypto;

import io.yett.ike.message.PrfId;
import java.util.Arrays;
import javax.crypto.Mac;

/** Pseudorandom functions and prf+ (RFC 7296 §2.13, RFC 4868). */
public enum Prf {
  HMAC_SHA2_256(PrfId.HMAC_SHA2_256, "HmacSHA256", 32),
  HMAC_SHA2_384(PrfId.HMAC_SHA2_384, "HmacSHA384", 48),
  HMAC_SHA2_512(PrfId.HMAC_SHA2_512, "HmacSHA512", 64);

  /** The counter of prf+ is one octet (RFC 7296 §2.13). */
  private static final int MAX_BLOCKS = 255;

  private final PrfId id;
  private final String macName;
  private final int length;

  Prf(PrfId id, String macName, int length) {
    this.id = id;
    this.macName = macName;
    this.length = length;
  }

  public PrfId id() {
    return id;
  }

  /** Octets of output, and of the preferred key (RFC 7296 §2.13). */
  public int length() {
    return length;
  }

  /** prf(key, data), the data being all parts one after another; a new array. */
  public byte[] compute(byte[] key, byte[]... data) {
    Mac mac = Hmac.start(macName, key);
    for (byte[] part : data) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /**
   * prf+(key, seed): {@code T1 | T2 | …} with {@code Tn = prf(key, Tn-1 | seed | n)}.
   *
   * @param octets wanted, at most 255 times {@link #length()}
   */
  public byte[] expand(byte[] key, byte[] seed, int octets) {
    int blocks = (octets + length - 1) / length;
    if (octets < 0 || blocks > MAX_BLOCKS) {
      throw new IllegalArgumentException("prf+ cannot give " + octets + " octets");
    }
    byte[] output = new byte[octets];
    byte[] previous = new byte[0];
    for (int n = 1; n <= blocks; n++) {
      byte[] block = compute(key, previous, seed, new byte[] {(byte) n});
      int done = (n - 1) * length;
      System.arraycopy(block, 0, output, done, Math.min(length, octets - done));
      Arrays.fill(previous, (byte) 0);
      previous = block;
    }
    Arrays.fill(previous, (byte) 0);
    return output;
  }

  /** The function with that IANA number, or null. */
  static Prf of(int number) {
    for (Prf value : values()) {
      if (value.id.number() == number) {
        return value;
      }
    }
    return null;
  }
}
