package io.yett.ike.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A secret key for JCA that can be wiped, which {@code SecretKeySpec} cannot. */
final class RawKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] octets;

  /** Copies the octets. */
  RawKey(String algorithm, byte[] octets) {
    this.algorithm = algorithm;
    this.octets = octets.clone();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /** A copy, as JCA demands; JCA wipes it. */
  @Override
  public byte[] getEncoded() {
    return octets.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(octets, (byte) 0);
  }

  @Override
  public String toString() {
    return algorithm + " key";
  }
}
