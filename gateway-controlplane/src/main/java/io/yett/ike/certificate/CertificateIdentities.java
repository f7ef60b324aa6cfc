package io.yett.ike.certificate;

import io.yett.ike.pad.Identity;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The identities that a certificate gives its owner (RFC 4945 §3, §5.1.3.6): its subject, the names
 * of SubjectAltName, and hashes of its key. Wildcards in a certificate mean nothing.
 */
public final class CertificateIdentities {
  private static final int RFC822_NAME = 1;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private CertificateIdentities() {}

  /** Whether the certificate is of somebody with that identity. */
  public static boolean has(X509Certificate certificate, Identity identity) {
    if (identity.type() == Identity.ID_KEY_ID) {
      return Arrays.equals(identity.data(), Certificates.keyHash(certificate.getPublicKey()))
          || Arrays.equals(identity.data(), keyIdentifier(certificate));
    }
    return of(certificate).stream()
        .anyMatch(found -> !found.isPattern() && found.matches(identity));
  }

  /** Its names; first the subject, if it has one. */
  public static List<Identity> of(X509Certificate certificate) {
    List<Identity> identities = new ArrayList<>();
    byte[] subject = certificate.getSubjectX500Principal().getEncoded();
    if (subject.length > 2 && subject.length <= Identity.MAX_LENGTH) {
      identities.add(new Identity(Identity.ID_DER_ASN1_DN, subject));
    }
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        names.forEach(name -> add(identities, (Integer) name.get(0), name.get(1)));
      }
    } catch (CertificateParsingException e) {
      return identities; // then it has no alternative names
    }
    return identities;
  }

  private static void add(List<Identity> identities, int kind, Object value) {
    if (!(value instanceof String text) || text.length() > Identity.MAX_LENGTH) {
      return;
    }
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    switch (kind) {
      case RFC822_NAME -> identities.add(new Identity(Identity.ID_RFC822_ADDR, octets));
      case DNS_NAME -> identities.add(new Identity(Identity.ID_FQDN, octets));
      case IP_ADDRESS -> address(text).ifPresent(identities::add);
      default -> {
        // of no use in IKE
      }
    }
  }

  private static Optional<Identity> address(String text) {
    try {
      return Optional.of(Identity.ofAddress(InetAddress.ofLiteral(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of another length: what only name constraints have
    }
  }

  /** As most issuers make SubjectKeyIdentifier (RFC 5280 §4.2.1.2): of the bare key. */
  private static byte[] keyIdentifier(X509Certificate certificate) {
    SubjectPublicKeyInfo info =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    return Certificates.sha1(info.getPublicKeyData().getOctets());
  }
}
