package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.util.BigIntegers;

/**
 * Diffie-Hellman in the MODP groups of RFC 3526. The private exponent is a BigInteger, which cannot
 * be wiped; it is let go as soon as possible.
 */
final class ModpKeyExchange extends KeyExchange {
  private static final BigInteger GENERATOR = BigInteger.TWO;

  private final BigInteger prime;
  private BigInteger exponent;

  ModpKeyExchange(KeyExchangeMethod method, BigInteger exponent) {
    super(method);
    this.prime = prime(method);
    this.exponent = exponent;
  }

  static ModpKeyExchange create(KeyExchangeMethod method, SecureRandom random) {
    // The top bit is set, so that the exponent is never short.
    int bits = exponentBits(method);
    BigInteger exponent = new BigInteger(bits, random).setBit(bits - 1);
    return new ModpKeyExchange(method, exponent);
  }

  /** Twice the higher strength estimate of RFC 3526 §8. */
  private static int exponentBits(KeyExchangeMethod method) {
    return switch (method) {
      case MODP_2048 -> 320;
      case MODP_3072 -> 420;
      case MODP_4096 -> 480;
      default -> throw new IllegalArgumentException(method + " is not MODP");
    };
  }

  private static BigInteger prime(KeyExchangeMethod method) {
    return switch (method) {
      case MODP_2048 -> DHStandardGroups.rfc3526_2048.getP();
      case MODP_3072 -> DHStandardGroups.rfc3526_3072.getP();
      case MODP_4096 -> DHStandardGroups.rfc3526_4096.getP();
      default -> throw new IllegalArgumentException(method + " is not MODP");
    };
  }

  @Override
  public byte[] publicValue() {
    return octets(GENERATOR.modPow(exponent(), prime));
  }

  @Override
  byte[] compute(byte[] peerPublicValue) throws InvalidSyntaxException {
    BigInteger value = new BigInteger(1, peerPublicValue);
    // RFC 6989 §2.1: for safe primes, 1 < value < prime - 1 is enough.
    if (value.compareTo(BigInteger.ONE) <= 0
        || value.compareTo(prime.subtract(BigInteger.ONE)) >= 0) {
      throw new InvalidSyntaxException(method().text() + " public value out of range");
    }
    return octets(value.modPow(exponent(), prime));
  }

  private byte[] octets(BigInteger value) {
    return BigIntegers.asUnsignedByteArray(method().publicLength(), value);
  }

  private BigInteger exponent() {
    if (exponent == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    return exponent;
  }

  @Override
  public void close() {
    exponent = null;
  }
}
