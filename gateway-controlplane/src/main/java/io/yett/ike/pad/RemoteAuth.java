package io.yett.ike.pad;

import io.yett.ike.crypto.SignatureScheme;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How the peer must prove who it is.
 *
 * @param authorities that its certificate may be of
 * @param certificates of the peer itself, which then is to have one of these, whoever issued it;
 *     empty for any of the authorities
 * @param signatures that we accept
 * @param users for EAP; null without
 * @param revocation of its certificate and those of authorities between it and a trusted one
 */
public record RemoteAuth(
    AuthKind kind,
    List<X509Certificate> authorities,
    List<X509Certificate> certificates,
    List<SignatureScheme> signatures,
    RevocationPolicy revocation,
    EapUsers users) {

  /** By the connection's pre-shared key. */
  public static final RemoteAuth PSK =
      new RemoteAuth(AuthKind.PSK, List.of(), List.of(), List.of(), RevocationPolicy.OFF, null);

  /** Without a look at revocation. */
  public RemoteAuth(
      AuthKind kind,
      List<X509Certificate> authorities,
      List<X509Certificate> certificates,
      List<SignatureScheme> signatures) {
    this(kind, authorities, certificates, signatures, RevocationPolicy.OFF, null);
  }

  /** By EAP-MSCHAPv2. */
  public static RemoteAuth ofUsers(EapUsers users) {
    return new RemoteAuth(
        AuthKind.EAP_MSCHAPV2, List.of(), List.of(), List.of(), RevocationPolicy.OFF, users);
  }

  /** Copies the lists; rejects what trusts nobody. */
  public RemoteAuth {
    authorities = List.copyOf(authorities);
    certificates = List.copyOf(certificates);
    signatures = List.copyOf(signatures);
    if (kind == AuthKind.EAP_MSCHAPV2 && users == null) {
      throw new IllegalArgumentException("EAP needs users");
    }
    if (kind == AuthKind.CERTIFICATE && authorities.isEmpty() && certificates.isEmpty()) {
      throw new IllegalArgumentException("no authority is trusted for the peer's certificate");
    }
  }
}
