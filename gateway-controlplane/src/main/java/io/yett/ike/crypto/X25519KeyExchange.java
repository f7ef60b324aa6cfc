package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X25519 (RFC 7748, RFC 8031), by Bouncy Castle: its private key is an array, so it can be wiped.
 */
final class X25519KeyExchange extends KeyExchange {
  private byte[] privateKey;

  /** Takes a private key of 32 octets; it is copied. */
  X25519KeyExchange(byte[] privateKey) {
    super(KeyExchangeMethod.X25519);
    this.privateKey = privateKey.clone();
  }

  static X25519KeyExchange create(SecureRandom random) {
    byte[] key = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(random, key);
    X25519KeyExchange exchange = new X25519KeyExchange(key);
    Arrays.fill(key, (byte) 0);
    return exchange;
  }

  @Override
  public byte[] publicValue() {
    byte[] value = new byte[X25519.POINT_SIZE];
    X25519.generatePublicKey(privateKey(), 0, value, 0);
    return value;
  }

  @Override
  byte[] compute(byte[] peerPublicValue) throws InvalidSyntaxException {
    byte[] secret = new byte[X25519.POINT_SIZE];
    if (!X25519.calculateAgreement(privateKey(), 0, peerPublicValue, 0, secret, 0)) {
      throw new InvalidSyntaxException("x25519 public value of small order");
    }
    return secret;
  }

  private byte[] privateKey() {
    if (privateKey == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    return privateKey;
  }

  @Override
  public void close() {
    if (privateKey != null) {
      Arrays.fill(privateKey, (byte) 0);
      privateKey = null;
    }
  }
}
