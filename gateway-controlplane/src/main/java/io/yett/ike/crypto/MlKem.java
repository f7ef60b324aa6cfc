package io.yett.ike.crypto;

import io.yett.ike.error.InvalidSyntaxException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KEM;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * ML-KEM (FIPS 203, draft-ietf-ipsecme-ikev2-mlkem), by the JDK. The initiator's public value is an
 * encapsulation key, the responder's the ciphertext. The JDK's private key cannot be wiped; it is
 * let go as soon as possible.
 */
final class MlKem {
  private MlKem() {}

  /** The side that makes a key pair and decapsulates. */
  static final class Initiator extends KeyExchange {
    private final byte[] publicValue;
    private PrivateKey privateKey;

    private Initiator(KeyExchangeMethod method, PrivateKey privateKey, byte[] publicValue) {
      super(method);
      this.privateKey = privateKey;
      this.publicValue = publicValue;
    }

    static Initiator create(KeyExchangeMethod method, SecureRandom random) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name(method));
        generator.initialize(new NamedParameterSpec(name(method)), random);
        KeyPair pair = generator.generateKeyPair();
        return new Initiator(method, pair.getPrivate(), raw(pair.getPublic()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK lacks " + name(method), e);
      }
    }

    @Override
    public byte[] publicValue() {
      return publicValue.clone();
    }

    @Override
    int peerLength() {
      return method().responderLength();
    }

    /**
     * A ciphertext that was not made for our key gives a secret that nobody has (FIPS 203 §6.3).
     */
    @Override
    byte[] compute(byte[] ciphertext) throws InvalidSyntaxException {
      if (privateKey == null) {
        throw new IllegalStateException("the key exchange is closed");
      }
      try {
        return KEM.getInstance("ML-KEM")
            .newDecapsulator(privateKey)
            .decapsulate(ciphertext)
            .getEncoded();
      } catch (GeneralSecurityException e) {
        throw new InvalidSyntaxException(method().text() + " ciphertext is refused");
      }
    }

    @Override
    public void close() {
      privateKey = null;
    }
  }

  /** The side that encapsulates to the other's key; its public value is there after that. */
  static final class Responder extends KeyExchange {
    private final SecureRandom random;
    private byte[] ciphertext;
    private boolean closed;

    Responder(KeyExchangeMethod method, SecureRandom random) {
      super(method);
      this.random = random;
    }

    @Override
    public byte[] publicValue() {
      if (ciphertext == null) {
        throw new IllegalStateException("the initiator's key comes first");
      }
      return ciphertext.clone();
    }

    /** The JDK checks the key's coefficients (FIPS 203 §7.2). */
    @Override
    byte[] compute(byte[] encapsulationKey) throws InvalidSyntaxException {
      if (closed) {
        throw new IllegalStateException("the key exchange is closed");
      }
      try {
        KEM.Encapsulated encapsulated =
            KEM.getInstance("ML-KEM")
                .newEncapsulator(publicKey(method(), encapsulationKey), random)
                .encapsulate();
        ciphertext = encapsulated.encapsulation();
        return encapsulated.key().getEncoded();
      } catch (GeneralSecurityException e) {
        throw new InvalidSyntaxException(method().text() + " public value is refused");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static String name(KeyExchangeMethod method) {
    return switch (method) {
      case ML_KEM_512 -> "ML-KEM-512";
      case ML_KEM_768 -> "ML-KEM-768";
      case ML_KEM_1024 -> "ML-KEM-1024";
      default -> throw new IllegalArgumentException(method + " is not ML-KEM");
    };
  }

  private static PublicKey publicKey(KeyExchangeMethod method, byte[] raw)
      throws GeneralSecurityException {
    ASN1ObjectIdentifier id =
        switch (method) {
          case ML_KEM_512 -> NISTObjectIdentifiers.id_alg_ml_kem_512;
          case ML_KEM_768 -> NISTObjectIdentifiers.id_alg_ml_kem_768;
          default -> NISTObjectIdentifiers.id_alg_ml_kem_1024;
        };
    try {
      byte[] encoded = new SubjectPublicKeyInfo(new AlgorithmIdentifier(id), raw).getEncoded();
      return KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (IOException e) {
      throw new IllegalStateException("an octet string cannot be encoded", e);
    }
  }

  private static byte[] raw(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes();
  }
}
