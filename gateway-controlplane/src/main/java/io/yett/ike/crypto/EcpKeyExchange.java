package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDH on the NIST curves (RFC 5903), by the JDK: its arithmetic does not branch on secrets. The
 * public value is x | y, the shared secret x. The JDK's private key cannot be wiped; it is let go
 * as soon as possible.
 */
final class EcpKeyExchange extends KeyExchange {
  private final byte[] publicValue;
  private PrivateKey privateKey;

  private EcpKeyExchange(KeyExchangeMethod method, PrivateKey privateKey, ECPoint point) {
    super(method);
    this.privateKey = privateKey;
    this.publicValue = octets(method, point);
  }

  static EcpKeyExchange create(KeyExchangeMethod method, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curveName(method)), random);
      KeyPair pair = generator.generateKeyPair();
      return new EcpKeyExchange(method, pair.getPrivate(), ((ECPublicKey) pair.getPublic()).getW());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + curveName(method), e);
    }
  }

  /** With a given private value and its public one, for known-answer tests. */
  static EcpKeyExchange of(KeyExchangeMethod method, BigInteger scalar, byte[] publicValue)
      throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new ECPrivateKeySpec(scalar, parameters(method)));
    return new EcpKeyExchange(method, key, point(publicValue));
  }

  @Override
  public byte[] publicValue() {
    return publicValue.clone();
  }

  @Override
  byte[] compute(byte[] peerPublicValue) throws InvalidSyntaxException {
    if (privateKey == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    requireOnCurve(peerPublicValue);
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(privateKey);
      ECPublicKeySpec spec = new ECPublicKeySpec(point(peerPublicValue), parameters(method()));
      agreement.doPhase(KeyFactory.getInstance("EC").generatePublic(spec), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new InvalidSyntaxException(method().text() + " public value is refused");
    }
  }

  /** RFC 6989 §2.3: coordinates in range, and the point on the curve. The cofactor is 1. */
  private void requireOnCurve(byte[] publicValue) throws InvalidSyntaxException {
    ECCurve curve = CustomNamedCurves.getByName(curveName(method())).getCurve();
    ECPoint point = point(publicValue);
    BigInteger prime = curve.getField().getCharacteristic();
    boolean valid =
        point.getAffineX().compareTo(prime) < 0
            && point.getAffineY().compareTo(prime) < 0
            && curve.createPoint(point.getAffineX(), point.getAffineY()).isValid();
    if (!valid) {
      throw new InvalidSyntaxException(method().text() + " public value is not on the curve");
    }
  }

  private static String curveName(KeyExchangeMethod method) {
    return switch (method) {
      case ECP_256 -> "secp256r1";
      case ECP_384 -> "secp384r1";
      case ECP_521 -> "secp521r1";
      default -> throw new IllegalArgumentException(method + " is not ECP");
    };
  }

  private static ECParameterSpec parameters(KeyExchangeMethod method)
      throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curveName(method)));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static ECPoint point(byte[] octets) {
    int half = octets.length / 2;
    return new ECPoint(
        new BigInteger(1, Arrays.copyOf(octets, half)),
        new BigInteger(1, Arrays.copyOfRange(octets, half, octets.length)));
  }

  private static byte[] octets(KeyExchangeMethod method, ECPoint point) {
    int half = method.publicLength() / 2;
    byte[] octets =
        Arrays.copyOf(BigIntegers.asUnsignedByteArray(half, point.getAffineX()), 2 * half);
    byte[] y = BigIntegers.asUnsignedByteArray(half, point.getAffineY());
    System.arraycopy(y, 0, octets, half, half);
    return octets;
  }

  @Override
  public void close() {
    privateKey = null;
  }
}
