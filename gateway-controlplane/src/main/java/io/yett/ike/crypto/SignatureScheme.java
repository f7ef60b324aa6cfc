package io.yett.ike.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * How a private key signs AUTH (RFC 7427 §3, App. A; RFC 8420 §3; RFC 7296 §3.8 and RFC 4754 for
 * peers without RFC 7427). In order of preference. Its methods take milliseconds.
 */
public enum SignatureScheme {
  ED25519(Family.ED25519, SignatureHash.IDENTITY),
  ED448(Family.ED448, SignatureHash.IDENTITY),
  ECDSA_SHA256(Family.ECDSA, SignatureHash.SHA256),
  ECDSA_SHA384(Family.ECDSA, SignatureHash.SHA384),
  ECDSA_SHA512(Family.ECDSA, SignatureHash.SHA512),
  RSA_PSS_SHA256(Family.RSA_PSS, SignatureHash.SHA256),
  RSA_PSS_SHA384(Family.RSA_PSS, SignatureHash.SHA384),
  RSA_PSS_SHA512(Family.RSA_PSS, SignatureHash.SHA512),
  RSA_SHA256(Family.RSA, SignatureHash.SHA256),
  RSA_SHA384(Family.RSA, SignatureHash.SHA384),
  RSA_SHA512(Family.RSA, SignatureHash.SHA512),
  /**
   * Authentication method 1, for peers without RFC 7427 alone. RFC 8247 §3 wants no SHA-1: only by
   * name.
   */
  RSA_SHA1(Family.RSA, null);

  /** All that are good. */
  public static final List<SignatureScheme> DEFAULT =
      Stream.of(values()).filter(scheme -> scheme.hash != null).toList();

  /** Octets of an encoded AlgorithmIdentifier: its length is one octet on the wire. */
  static final int MAX_IDENTIFIER = 255;

  private enum Family {
    ED25519,
    ED448,
    ECDSA,
    RSA_PSS,
    RSA
  }

  private final Family family;
  private final SignatureHash hash;

  SignatureScheme(Family family, SignatureHash hash) {
    this.family = family;
    this.hash = hash;
  }

  /** As the configuration writes it, e.g. {@code rsa-pss-sha256}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds a scheme by {@link #text}. */
  public static Optional<SignatureScheme> ofText(String text) {
    return Stream.of(values()).filter(scheme -> scheme.text().equals(text)).findFirst();
  }

  /** Null for SHA-1. */
  public SignatureHash hash() {
    return hash;
  }

  /** Whether a key, private or public, is of this kind. */
  public boolean fits(Key key) {
    return switch (family) {
      case ED25519, ED448 ->
          key instanceof EdECKey edec && edec.getParams().getName().equalsIgnoreCase(name());
      case ECDSA -> key instanceof ECKey;
      case RSA_PSS -> key instanceof RSAKey;
      case RSA -> key instanceof RSAKey && !key.getAlgorithm().equals("RSASSA-PSS");
    };
  }

  /** For ECDSA the hash that is as strong as the curve; otherwise any. */
  boolean isOfTheStrengthOf(Key key) {
    if (!(key instanceof ECKey ec)) {
      return true;
    }
    int bits = ec.getParams().getCurve().getField().getFieldSize();
    return this == (bits <= 256 ? ECDSA_SHA256 : bits <= 384 ? ECDSA_SHA384 : ECDSA_SHA512);
  }

  /** Its AlgorithmIdentifier in DER. */
  byte[] identifier() {
    try {
      return algorithm().getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("an AlgorithmIdentifier cannot be encoded", e);
    }
  }

  private AlgorithmIdentifier algorithm() {
    return switch (this) {
      case ED25519 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
      case ED448 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448);
      case ECDSA_SHA256 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      case ECDSA_SHA384 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
      case ECDSA_SHA512 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA512);
      case RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, pssParameters());
      case RSA_SHA256 -> withNull(PKCSObjectIdentifiers.sha256WithRSAEncryption);
      case RSA_SHA384 -> withNull(PKCSObjectIdentifiers.sha384WithRSAEncryption);
      case RSA_SHA512 -> withNull(PKCSObjectIdentifiers.sha512WithRSAEncryption);
      case RSA_SHA1 -> throw new IllegalStateException("SHA-1 is not for RFC 7427 here");
    };
  }

  private static AlgorithmIdentifier withNull(ASN1ObjectIdentifier algorithm) {
    return new AlgorithmIdentifier(algorithm, DERNull.INSTANCE);
  }

  private RSASSAPSSparams pssParameters() {
    AlgorithmIdentifier digest = withNull(hashOid());
    return new RSASSAPSSparams(
        digest,
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
        new ASN1Integer(hash.octets()),
        RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
  }

  private ASN1ObjectIdentifier hashOid() {
    return switch (hash) {
      case SHA256 -> NISTObjectIdentifiers.id_sha256;
      case SHA384 -> NISTObjectIdentifiers.id_sha384;
      case SHA512 -> NISTObjectIdentifiers.id_sha512;
      case IDENTITY -> throw new IllegalStateException("IDENTITY is no digest");
    };
  }

  /**
   * The scheme that an AlgorithmIdentifier names; empty if none is known, among them SHA-1, and
   * RSASSA-PSS whose two hashes differ or whose salt is not as long as the hash.
   *
   * @param encoded any octets at all
   */
  static Optional<SignatureScheme> ofIdentifier(byte[] encoded) {
    try {
      AlgorithmIdentifier found =
          AlgorithmIdentifier.getInstance(ASN1Primitive.fromByteArray(encoded));
      return DEFAULT.stream().filter(scheme -> scheme.isNamedBy(found)).findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the parser's exceptions are of any kind
    }
  }

  private boolean isNamedBy(AlgorithmIdentifier found) {
    if (!found.getAlgorithm().equals(algorithm().getAlgorithm())) {
      return false;
    }
    if (family != Family.RSA_PSS) {
      return found.getParameters() == null || DERNull.INSTANCE.equals(found.getParameters());
    }
    RSASSAPSSparams params = RSASSAPSSparams.getInstance(found.getParameters());
    return params != null
        && params.getHashAlgorithm().getAlgorithm().equals(hashOid())
        && params.getMaskGenAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
        && AlgorithmIdentifier.getInstance(params.getMaskGenAlgorithm().getParameters())
            .getAlgorithm()
            .equals(hashOid())
        && params.getSaltLength().intValueExact() == hash.octets();
  }

  /**
   * The name in the JCA, with ECDSA signatures as ASN.1 (RFC 7427) or as two numbers (RFC 4754).
   */
  private Signature instance(boolean plain) throws GeneralSecurityException {
    String digest = hash == null ? "SHA1" : hash.javaName().replace("-", "");
    return switch (family) {
      case ED25519 -> Signature.getInstance("Ed25519");
      case ED448 -> Signature.getInstance("Ed448");
      case ECDSA -> Signature.getInstance(digest + "withECDSA" + (plain ? "inP1363Format" : ""));
      case RSA -> Signature.getInstance(digest + "withRSA");
      case RSA_PSS -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(
            new PSSParameterSpec(
                hash.javaName(),
                "MGF1",
                new MGF1ParameterSpec(hash.javaName()),
                hash.octets(),
                PSSParameterSpec.TRAILER_FIELD_BC));
        yield pss;
      }
    };
  }

  /**
   * Signs.
   *
   * @param plain for ECDSA: two numbers one after the other, not ASN.1
   */
  byte[] sign(PrivateKey key, byte[] octets, boolean plain, SecureRandom random)
      throws GeneralSecurityException {
    Signature signature = instance(plain);
    signature.initSign(key, random);
    signature.update(octets);
    return signature.sign();
  }

  /** Whether it is the signature of the octets by that key; false for any octets that are none. */
  boolean verify(PublicKey key, byte[] octets, byte[] claimed, boolean plain) {
    try {
      Signature signature = instance(plain);
      signature.initVerify(key);
      signature.update(octets);
      return signature.verify(claimed);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + text(), e);
    }
  }
}
