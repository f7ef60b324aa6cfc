package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDH on the NIST curves (RFC 5903), by Bouncy Castle: half the time of the JDK's, which
 * multiplies once more to check the order of a point whose curve has no other. Multiplication is by
 * a comb, for the peer's point too: the same steps whatever the scalar, and each look-up reads the
 * whole table. The public value is x | y, the shared secret x. The private value is a BigInteger,
 * which cannot be wiped; it is let go as soon as possible.
 */
final class EcpKeyExchange extends KeyExchange {
  private final byte[] publicValue;
  private BigInteger scalar;

  private EcpKeyExchange(KeyExchangeMethod method, BigInteger scalar, byte[] publicValue) {
    super(method);
    this.scalar = scalar;
    this.publicValue = publicValue;
  }

  static EcpKeyExchange create(KeyExchangeMethod method, SecureRandom random) {
    X9ECParameters parameters = parameters(method);
    BigInteger highest = parameters.getN().subtract(BigInteger.ONE);
    BigInteger scalar = BigIntegers.createRandomInRange(BigInteger.ONE, highest, random);
    return new EcpKeyExchange(method, scalar, octets(multiply(parameters.getG(), scalar)));
  }

  /** With a given private value and its public one, for known-answer tests. */
  static EcpKeyExchange of(KeyExchangeMethod method, BigInteger scalar, byte[] publicValue) {
    return new EcpKeyExchange(method, scalar, publicValue.clone());
  }

  @Override
  public byte[] publicValue() {
    return publicValue.clone();
  }

  @Override
  byte[] compute(byte[] peerPublicValue) throws InvalidSyntaxException {
    if (scalar == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    return x(multiply(onCurve(peerPublicValue), scalar));
  }

  /** RFC 6989 §2.3: coordinates in range, and the point on the curve. The cofactor is 1. */
  private ECPoint onCurve(byte[] peerPublicValue) throws InvalidSyntaxException {
    ECCurve curve = parameters(method()).getCurve();
    int half = peerPublicValue.length / 2;
    BigInteger x = new BigInteger(1, Arrays.copyOf(peerPublicValue, half));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(peerPublicValue, half, 2 * half));
    BigInteger prime = curve.getField().getCharacteristic();
    if (x.compareTo(prime) < 0 && y.compareTo(prime) < 0) {
      ECPoint point = curve.createPoint(x, y);
      if (point.isValid()) {
        return point;
      }
    }
    throw new InvalidSyntaxException(method().text() + " public value is not on the curve");
  }

  private static ECPoint multiply(ECPoint point, BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(point, scalar).normalize();
  }

  private static X9ECParameters parameters(KeyExchangeMethod method) {
    return CustomNamedCurves.getByName(
        switch (method) {
          case ECP_256 -> "secp256r1";
          case ECP_384 -> "secp384r1";
          case ECP_521 -> "secp521r1";
          default -> throw new IllegalArgumentException(method + " is not ECP");
        });
  }

  private static byte[] octets(ECPoint point) {
    byte[] x = x(point);
    byte[] octets = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(point.getAffineYCoord().getEncoded(), 0, octets, x.length, x.length);
    return octets;
  }

  private static byte[] x(ECPoint point) {
    return point.getAffineXCoord().getEncoded();
  }

  @Override
  public void close() {
    scalar = null;
  }
}
