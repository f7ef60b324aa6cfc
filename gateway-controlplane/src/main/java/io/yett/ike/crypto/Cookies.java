package io.yett.ike.crypto;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Stateless cookies of a responder under load (RFC 7296 §2.6): {@code version | HMAC(secret, Ni |
 * IPi | SPIi)}. The owner calls {@link #rotate()} now and then; a cookie is good under the current
 * secret and the one before. Owned by the ike thread.
 */
public final class Cookies {
  private static final int SECRET_OCTETS = 32;

  private final SecureRandom random;
  private byte[] current;
  private byte[] previous;
  private byte version;

  public Cookies(SecureRandom random) {
    this.random = random;
    current = newSecret();
    previous = newSecret();
  }

  /** The cookie for an initiator: 33 octets. */
  public byte[] make(byte[] nonceInitiator, InetAddress initiator, long spiInitiator) {
    return make(version, current, nonceInitiator, initiator, spiInitiator);
  }

  /** Whether we made that cookie for that initiator under a secret that is still good. */
  public boolean verify(
      byte[] cookie, byte[] nonceInitiator, InetAddress initiator, long spiInitiator) {
    if (cookie.length == 0) {
      return false;
    }
    boolean young = cookie[0] == version;
    byte[] expected =
        make(cookie[0], young ? current : previous, nonceInitiator, initiator, spiInitiator);
    boolean known = young || cookie[0] == (byte) (version - 1);
    return ConstantTime.equals(expected, cookie) && known;
  }

  /** Replaces the secret; cookies of the secret before the last are good no more. */
  public void rotate() {
    Arrays.fill(previous, (byte) 0);
    previous = current;
    current = newSecret();
    version++;
  }

  private byte[] newSecret() {
    byte[] secret = new byte[SECRET_OCTETS];
    random.nextBytes(secret);
    return secret;
  }

  private static byte[] make(
      byte version, byte[] secret, byte[] nonce, InetAddress initiator, long spi) {
    byte[] mac =
        Prf.HMAC_SHA2_256.compute(
            secret,
            nonce,
            initiator.getAddress(),
            ByteBuffer.allocate(Long.BYTES).putLong(spi).array());
    return ByteBuffer.allocate(1 + mac.length).put(version).put(mac).array();
  }
}
