package io.yett.ike.config;

import io.yett.dataplane.config.AuthConfig;
import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConnectionConfig;
import io.yett.dataplane.config.Secret;
import io.yett.dataplane.config.SecretSource;
import io.yett.ike.certificate.CertificateIdentities;
import io.yett.ike.certificate.Crls;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LocalAuth;
import io.yett.ike.pad.RemoteAuth;
import io.yett.ike.pad.RevocationPolicy;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a connection proves itself by; each mistake is a {@link ConfigException}. */
final class AuthCredentials {
  private AuthCredentials() {}

  /** Our proof. */
  static LocalAuth local(AuthConfig.Local config) {
    if (config.method() == AuthConfig.Method.PSK) {
      return LocalAuth.PSK;
    }
    char[] password = config.password().map(AuthCredentials::password).orElse(null);
    try {
      List<X509Certificate> chain;
      PrivateKey key;
      String where;
      if (config.pkcs12().isPresent()) {
        SecretSource file = config.pkcs12().orElseThrow();
        PrivateKeys.Bundle bundle = PrivateKeys.readPkcs12(file, password);
        chain = bundle.chain();
        key = bundle.key();
        where = file.describe();
      } else {
        SecretSource file = config.key().orElseThrow();
        chain = CredentialFiles.certificates(config.certificates());
        key = PrivateKeys.read(file, password);
        where = file.describe();
      }
      PrivateKeys.requirePair(key, chain.getFirst(), where);
      return new LocalAuth(AuthKind.CERTIFICATE, chain, key, schemes(config.signatures()));
    } finally {
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }

  private static char[] password(SecretSource source) {
    try (Secret secret = source.readKeyFile()) {
      return CredentialFiles.password(secret.octets());
    }
  }

  /** What is asked of the peer. */
  static RemoteAuth remote(AuthConfig.Remote config) {
    if (config.method() == AuthConfig.Method.PSK) {
      return RemoteAuth.PSK;
    }
    if (config.method() == AuthConfig.Method.EAP_MSCHAPV2) {
      return RemoteAuth.ofUsers(EapUserFile.read(config.users().orElseThrow()));
    }
    return new RemoteAuth(
        AuthKind.CERTIFICATE,
        CredentialFiles.certificates(config.authorities()),
        CredentialFiles.certificates(config.certificates()),
        schemes(config.signatures()),
        new RevocationPolicy(
            RevocationPolicy.Mode.valueOf(config.revocation().name()), lists(config.lists())),
        null);
  }

  /** Read once now, so that a mistake is found; again whenever they change. */
  private static List<String> lists(List<Path> files) {
    for (Path file : files) {
      if (Crls.read(CredentialFiles.read(file)).isEmpty()) {
        throw new ConfigException(file + ": is no certificate revocation list in PEM or DER");
      }
    }
    return files.stream().map(Path::toString).toList();
  }

  private static List<SignatureScheme> schemes(List<String> names) {
    return names.isEmpty()
        ? SignatureScheme.DEFAULT
        : names.stream().map(SignatureScheme::ofText).map(Optional::orElseThrow).toList();
  }

  /** Our identity: what is configured, which our certificate must have, or its subject. */
  static Identity localId(ConnectionConfig config, LocalAuth auth) {
    String text = config.local().id();
    if (auth.kind() != AuthKind.CERTIFICATE) {
      return Identity.parse(text);
    }
    X509Certificate certificate = auth.chain().getFirst();
    List<Identity> possible = CertificateIdentities.of(certificate);
    if (text.isEmpty()) {
      if (possible.isEmpty()) {
        throw new ConfigException("local.id: is missing, and our certificate has no subject");
      }
      return possible.getFirst();
    }
    Identity wanted = Identity.parse(text);
    if (!CertificateIdentities.has(certificate, wanted)) {
      throw new ConfigException(
          "local.id: our certificate is not of " + wanted + "; it is of " + possible);
    }
    // A name as the certificate spells it, for peers that compare octets.
    return possible.stream().filter(wanted::matches).findFirst().orElse(wanted);
  }
}
