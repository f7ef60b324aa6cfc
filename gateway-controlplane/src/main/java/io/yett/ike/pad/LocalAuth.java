package io.yett.ike.pad;

import io.yett.ike.crypto.SignatureScheme;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How we prove who we are.
 *
 * @param chain our certificate, then those of intermediate authorities up to the peer's; empty with
 *     a pre-shared key
 * @param key of our certificate; null with a pre-shared key. It is an object of the JDK, which
 *     cannot be wiped
 * @param signatures that we make, in order of preference
 */
public record LocalAuth(
    AuthKind kind, List<X509Certificate> chain, PrivateKey key, List<SignatureScheme> signatures) {

  /** By the connection's pre-shared key. */
  public static final LocalAuth PSK = new LocalAuth(AuthKind.PSK, List.of(), null, List.of());

  /** Copies the lists; rejects what is incomplete. */
  public LocalAuth {
    chain = List.copyOf(chain);
    signatures = List.copyOf(signatures);
    if (kind == AuthKind.CERTIFICATE && (chain.isEmpty() || key == null)) {
      throw new IllegalArgumentException("a certificate and its key belong together");
    }
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "LocalAuth[" + kind + "]";
  }
}
