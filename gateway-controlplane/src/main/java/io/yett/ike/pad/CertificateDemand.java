package io.yett.ike.pad;

import io.yett.ike.crypto.SignatureHash;
import io.yett.ike.crypto.SignatureScheme;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What connections together ask of a peer that is not known yet: hashes that it may sign with,
 * authorities that its certificate may be of. Bounded, however many connections there are. Owned by
 * the engine's thread.
 */
public final class CertificateDemand {
  /** Authorities that are named to a peer. */
  public static final int MAX_AUTHORITIES = 512;

  private final Set<SignatureHash> hashes = EnumSet.noneOf(SignatureHash.class);
  private final Set<X509Certificate> authorities = new LinkedHashSet<>();
  private boolean certificate;
  private boolean status;

  /** Of one connection. */
  public static CertificateDemand of(Connection connection) {
    CertificateDemand demand = new CertificateDemand();
    demand.add(connection);
    return demand;
  }

  void add(Connection connection) {
    RemoteAuth remote = connection.options().remote();
    if (remote.kind() == AuthKind.CERTIFICATE) {
      certificate = true;
      status |= remote.revocation().mode() != RevocationPolicy.Mode.OFF;
      remote.signatures().stream()
          .map(SignatureScheme::hash)
          .filter(Objects::nonNull)
          .forEach(hashes::add);
      authorities(remote.authorities());
    } else if (connection.usesCertificates()) {
      hashes.addAll(EnumSet.allOf(SignatureHash.class)); // so that the peer tells us its own
    }
  }

  void add(CertificateDemand other) {
    hashes.addAll(other.hashes);
    authorities(other.authorities);
    certificate |= other.certificate;
    status |= other.status;
  }

  private void authorities(Collection<X509Certificate> more) {
    for (X509Certificate authority : more) {
      if (authorities.size() < MAX_AUTHORITIES) {
        authorities.add(authority);
      }
    }
  }

  /** Of signatures; empty if nobody uses certificates. */
  public Set<SignatureHash> hashes() {
    return hashes;
  }

  public Collection<X509Certificate> authorities() {
    return authorities;
  }

  /** Whether a certificate is asked for. */
  public boolean asksForCertificate() {
    return certificate;
  }

  /** Whether its status by OCSP is (RFC 4806). */
  public boolean asksForStatus() {
    return status;
  }
}
