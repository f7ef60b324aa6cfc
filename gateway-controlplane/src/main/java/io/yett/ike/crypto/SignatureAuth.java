package io.yett.ike.crypto;

import io.yett.ike.error.AuthenticationFailedException;
import io.yett.ike.message.AuthMethod;
import io.yett.ike.message.AuthPayload;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * AUTH payloads with signatures: Digital Signature (RFC 7427), and methods 1 and 9 to 11 for peers
 * without (RFC 7296 §3.8, RFC 4754). Signing and verifying take milliseconds.
 */
public final class SignatureAuth {
  /** Octets of a signature that is looked at: RSA with 16384 bits. */
  private static final int MAX_SIGNATURE = 2048;

  private SignatureAuth() {}

  /**
   * The scheme to sign with.
   *
   * @param key private
   * @param allowed in order of preference
   * @param peerHashes what the peer announced; empty if it does not speak RFC 7427
   * @throws AuthenticationFailedException in words for the operator, if there is none
   */
  public static SignatureScheme choose(
      Key key, List<SignatureScheme> allowed, Set<SignatureHash> peerHashes)
      throws AuthenticationFailedException {
    List<SignatureScheme> fitting = allowed.stream().filter(scheme -> scheme.fits(key)).toList();
    List<SignatureScheme> possible =
        fitting.stream()
            .filter(scheme ->
                peerHashes.isEmpty()
                    ? oldMethod(scheme, key) != null
                    : scheme.hash() != null && peerHashes.contains(scheme.hash()))
            .toList();
    return possible.stream()
        .filter(scheme -> scheme.isOfTheStrengthOf(key))
        .findFirst()
        .or(() -> possible.stream().findFirst())
        .orElseThrow(() -> new AuthenticationFailedException(why(key, fitting, peerHashes)));
  }

  private static String why(Key key, List<SignatureScheme> fitting, Set<SignatureHash> peerHashes) {
    if (fitting.isEmpty()) {
      return "our " + key.getAlgorithm() + " key fits none of local.signatures";
    }
    if (!peerHashes.isEmpty()) {
      return "the peer takes signatures with "
          + peerHashes
          + " only, and of local.signatures our key allows "
          + fitting.stream().map(SignatureScheme::text).toList();
    }
    return key instanceof RSAKey
        ? "the peer does not speak RFC 7427, and without it an RSA key signs with SHA-1, which only"
            + " rsa-sha1 in local.signatures allows"
        : "the peer does not speak RFC 7427, and without it a key of this kind cannot sign";
  }

  /** The method without RFC 7427; null if there is none. */
  private static AuthMethod oldMethod(SignatureScheme scheme, Key key) {
    int bits = key instanceof ECKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
    return switch (scheme) {
      case RSA_SHA1 -> AuthMethod.RSA_SIGNATURE;
      case ECDSA_SHA256 -> bits == 256 ? AuthMethod.ECDSA_SHA256_P256 : null;
      case ECDSA_SHA384 -> bits == 384 ? AuthMethod.ECDSA_SHA384_P384 : null;
      case ECDSA_SHA512 -> bits == 521 ? AuthMethod.ECDSA_SHA512_P521 : null;
      default -> null;
    };
  }

  /**
   * Signs.
   *
   * @param octets {@link IkeKeys#signedOctets}
   * @param digital whether the peer speaks RFC 7427
   */
  public static AuthPayload sign(
      SignatureScheme scheme, PrivateKey key, byte[] octets, boolean digital, SecureRandom random) {
    try {
      if (!digital) {
        AuthMethod method = oldMethod(scheme, key);
        if (method == null) {
          throw new IllegalArgumentException(scheme + " needs RFC 7427");
        }
        return new AuthPayload(method.number(), scheme.sign(key, octets, true, random));
      }
      byte[] identifier = scheme.identifier();
      byte[] signature = scheme.sign(key, octets, false, random);
      byte[] data = new byte[1 + identifier.length + signature.length];
      data[0] = (byte) identifier.length;
      System.arraycopy(identifier, 0, data, 1, identifier.length);
      System.arraycopy(signature, 0, data, 1 + identifier.length, signature.length);
      return new AuthPayload(AuthMethod.DIGITAL_SIGNATURE.number(), data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("our key cannot sign by " + scheme.text(), e);
    }
  }

  /**
   * Checks a peer's signature.
   *
   * @param key of the peer's certificate, which is trusted already
   * @param allowed what we accept; the hashes of these were announced
   * @return the scheme that it is of
   * @throws AuthenticationFailedException in words for the operator, if it does not hold
   */
  public static SignatureScheme verify(
      AuthPayload auth, PublicKey key, byte[] octets, List<SignatureScheme> allowed)
      throws AuthenticationFailedException {
    AuthMethod method = AuthMethod.of(auth.method()).orElse(null);
    boolean digital = method == AuthMethod.DIGITAL_SIGNATURE;
    SignatureScheme scheme = digital ? digitalScheme(auth.data()) : oldScheme(method, auth, key);
    if (!allowed.contains(scheme)) {
      throw new AuthenticationFailedException(
          "the peer signs by " + scheme.text() + ", which is not in remote.signatures");
    }
    if (!scheme.fits(key)) {
      throw new AuthenticationFailedException(
          "the peer signs by " + scheme.text() + " with a key for " + key.getAlgorithm());
    }
    int begin = digital ? 1 + (auth.data()[0] & 0xff) : 0;
    byte[] signature = Arrays.copyOfRange(auth.data(), begin, auth.data().length);
    if (signature.length > MAX_SIGNATURE || !scheme.verify(key, octets, signature, !digital)) {
      throw new AuthenticationFailedException(
          "the peer's signature (" + scheme.text() + ") does not fit its certificate");
    }
    return scheme;
  }

  private static SignatureScheme digitalScheme(byte[] data) throws AuthenticationFailedException {
    int length = data.length == 0 ? 0 : data[0] & 0xff;
    if (length == 0 || 1 + length > data.length) {
      throw new AuthenticationFailedException("the peer's AUTH names no signature algorithm");
    }
    return SignatureScheme.ofIdentifier(Arrays.copyOfRange(data, 1, 1 + length))
        .orElseThrow(() ->
            new AuthenticationFailedException(
                "the peer signs by an algorithm, or with a hash, that we did not announce"));
  }

  private static SignatureScheme oldScheme(AuthMethod method, AuthPayload auth, PublicKey key)
      throws AuthenticationFailedException {
    SignatureScheme scheme =
        switch (method) {
          case RSA_SIGNATURE -> SignatureScheme.RSA_SHA1;
          case ECDSA_SHA256_P256 -> SignatureScheme.ECDSA_SHA256;
          case ECDSA_SHA384_P384 -> SignatureScheme.ECDSA_SHA384;
          case ECDSA_SHA512_P521 -> SignatureScheme.ECDSA_SHA512;
          case null, default ->
              throw new AuthenticationFailedException(
                  "the peer authenticates by method "
                      + auth.method()
                      + ", a certificate and a signature are configured here");
        };
    if (oldMethod(scheme, key) != method) {
      throw new AuthenticationFailedException(
          "the peer's key is not of the kind that authentication method "
              + auth.method()
              + " is for");
    }
    return scheme;
  }
}
