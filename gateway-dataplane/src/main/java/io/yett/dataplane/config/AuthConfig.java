package io.yett.dataplane.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the two ends of a connection prove who they are; file names are absolute. */
public final class AuthConfig {
  private AuthConfig() {}

  /** The kinds of proof. */
  public enum Method {
    /** A pre-shared key (RFC 7296 section 2.15). */
    PSK,
    /** A certificate and a signature (RFC 7427, RFC 4945). */
    CERT,
    /** EAP-MSCHAPv2, for peers alone. */
    EAP_MSCHAPV2
  }

  /**
   * Our own proof.
   *
   * @param certificates files with our certificate, first, and those of authorities below the root
   * @param key file of the private key; empty if it is in the PKCS #12 file
   * @param pkcs12 file with certificates and key; empty if they are in files of their own
   * @param password of the key or the PKCS #12 file; empty if it has none
   * @param signatures names of the schemes that we sign by, in order of preference; empty for the
   *     default
   */
  public record Local(
      Method method,
      List<Path> certificates,
      Optional<SecretSource> key,
      Optional<SecretSource> pkcs12,
      Optional<SecretSource> password,
      List<String> signatures) {

    /** Copies the lists. */
    public Local {
      certificates = List.copyOf(certificates);
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * What is asked of the peer.
   *
   * @param authorities files with certificates that the peer's may be issued by
   * @param certificates files with certificates of the peer itself
   * @param signatures names of the schemes that are accepted; empty for the default
   * @param lists files with certificate revocation lists
   * @param users file with names and passwords for EAP
   */
  public record Remote(
      Method method,
      List<Path> authorities,
      List<Path> certificates,
      List<String> signatures,
      Revocation revocation,
      List<Path> lists,
      Optional<SecretSource> users) {

    /** Copies the lists. */
    public Remote {
      authorities = List.copyOf(authorities);
      certificates = List.copyOf(certificates);
      signatures = List.copyOf(signatures);
      lists = List.copyOf(lists);
    }
  }

  /** What is done where nobody knows whether a certificate is revoked. */
  public enum Revocation {
    /** It is not looked at. */
    OFF,
    /** Accept it. */
    SOFT,
    /** Refuse it. */
    HARD
  }
}
