package io.yett.ike.certificate;

import io.yett.ike.pad.RevocationPolicy;
import io.yett.ike.pad.RevocationPolicy.Mode;
import java.net.URI;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether certificates of a path are revoked: by OCSP responses that came along (RFC 4806), by
 * lists in files, then by asking the OCSP responder and the distribution points that the
 * certificate names.
 */
public final class Revocation {
  private Revocation() {}

  /** What is known of one certificate. */
  sealed interface Status {
    /** It is good. */
    record Good() implements Status {}

    /** It is revoked. */
    record Revoked(String since) implements Status {}

    /** Nobody knows, and why. */
    record Unknown(String why) implements Status {}
  }

  /**
   * Throws if a certificate of the path is revoked, or by the policy must be known to be good and
   * is not. May take seconds.
   *
   * @param path from the peer's certificate to the trusted authority
   * @param inBand OCSP responses that the peer sent
   */
  public static void check(
      List<X509Certificate> path,
      RevocationPolicy policy,
      List<byte[]> inBand,
      RevocationSource source,
      Instant at)
      throws CertificateRefusedException {
    if (policy.mode() == Mode.OFF) {
      return;
    }
    for (int i = 0; i + 1 < path.size(); i++) {
      X509Certificate certificate = path.get(i);
      String name = Certificates.name(certificate);
      switch (status(certificate, path.get(i + 1), policy, inBand, source, at)) {
        case Status.Good good -> {
          // go on to its issuer
        }
        case Status.Revoked revoked ->
            throw new CertificateRefusedException(
                "certificate " + name + " was revoked " + revoked.since());
        case Status.Unknown unknown -> {
          if (policy.mode() == Mode.HARD) {
            throw new CertificateRefusedException(
                "whether certificate "
                    + name
                    + " is revoked cannot be found out ("
                    + unknown.why()
                    + "), and remote.revocation is hard");
          }
        }
      }
    }
  }

  private static Status status(
      X509Certificate certificate,
      X509Certificate issuer,
      RevocationPolicy policy,
      List<byte[]> inBand,
      RevocationSource source,
      Instant at) {
    List<String> why = new ArrayList<>();
    for (byte[] response : inBand) {
      Status found = Ocsp.status(response, certificate, issuer, at);
      if (!(found instanceof Status.Unknown unknown)) {
        return found;
      }
      why.add("the peer's OCSP response " + unknown.why());
    }
    for (String file : policy.crls()) {
      Optional<X509CRL> list = source.file(file);
      boolean other = list.isPresent() && !Crls.isOf(list.get(), issuer);
      if (!other) {
        Status found = Crls.status(list, certificate, issuer, at);
        if (!(found instanceof Status.Unknown unknown)) {
          return found;
        }
        why.add(file + " " + unknown.why());
      }
    }
    for (URI responder : RevocationAddresses.ocsp(certificate)) {
      Status found =
          Ocsp.request(certificate, issuer)
              .flatMap(request -> source.ocsp(responder, request))
              .map(response -> Ocsp.status(response, certificate, issuer, at))
              .orElseGet(() -> new Status.Unknown("does not answer"));
      if (!(found instanceof Status.Unknown unknown)) {
        return found;
      }
      why.add(responder + " " + unknown.why());
    }
    for (URI point : RevocationAddresses.crls(certificate)) {
      Status found = Crls.status(source.crl(point), certificate, issuer, at);
      if (!(found instanceof Status.Unknown unknown)) {
        return found;
      }
      why.add(point + " " + unknown.why());
    }
    return new Status.Unknown(
        why.isEmpty()
            ? "it names no OCSP responder and no list, and remote.crl has none of its issuer"
            : String.join("; ", why));
  }
}
