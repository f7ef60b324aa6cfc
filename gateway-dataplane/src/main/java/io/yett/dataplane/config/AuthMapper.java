package io.yett.dataplane.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the authentication of a connection's two ends. */
final class AuthMapper {
  private final SecretChecks secrets;
  private final boolean look;

  /**
   * The mapper.
   *
   * @param look whether the files are opened
   */
  AuthMapper(SecretChecks secrets, boolean look) {
    this.secrets = secrets;
    this.look = look;
  }

  /** Null if there is none and none is needed. */
  SecretSource psk(Section connection) {
    boolean needed =
        Stream.of("local", "remote").anyMatch(side -> method(connection.at(side)) == psk());
    if (!connection.has("auth")) {
      if (needed) {
        connection.error("auth", "is missing: a pre-shared key, or local.auth and remote.auth");
      }
      return null;
    }
    if (!needed) {
      connection.error("auth", "leave it out: both ends prove themselves without it");
      return null;
    }
    Section auth = connection.at("auth");
    SecretSource psk = secrets.source(auth, "psk");
    if (look) {
      secrets.checkPsk(auth, psk);
    }
    return psk;
  }

  private static AuthConfig.Method psk() {
    return AuthConfig.Method.PSK;
  }

  static AuthConfig.Method method(Section side) {
    return side.choice("auth", AuthConfig.Method.class);
  }

  AuthConfig.Local local(Section side) {
    AuthConfig.Method method = method(side);
    List<String> of = List.of("certs", "key-file", "pkcs12-file", "password-file", "signatures");
    if (method == AuthConfig.Method.PSK) {
      refuse(side, of, "is for auth: cert");
    } else if (side.has("pkcs12-file")) {
      refuse(side, List.of("certs", "key-file"), "is in the PKCS #12 file");
    } else {
      require(side, "certs", "our certificate is missing; or name a pkcs12-file");
      require(side, "key-file", "the private key of our certificate is missing");
    }
    return new AuthConfig.Local(
        method,
        files(side, "certs"),
        secret(side, "key-file"),
        secret(side, "pkcs12-file"),
        secret(side, "password-file"),
        side.texts("signatures"));
  }

  AuthConfig.Remote remote(Section side) {
    AuthConfig.Method method = method(side);
    if (method != AuthConfig.Method.CERT) {
      refuse(side, List.of("ca", "certs", "signatures", "crls"), "is for auth: cert");
    } else if (!side.has("ca") && !side.has("certs")) {
      side.error("ca", "is missing: who may issue the peer's certificate? Or name it in certs");
    }
    if (method == AuthConfig.Method.EAP_MSCHAPV2) {
      require(side, "users-file", "names and passwords are missing");
    } else {
      refuse(side, List.of("users-file"), "is for auth: eap-mschapv2");
    }
    return new AuthConfig.Remote(
        method,
        files(side, "ca"),
        files(side, "certs"),
        side.texts("signatures"),
        side.choice("revocation", AuthConfig.Revocation.class),
        files(side, "crls"),
        secret(side, "users-file"));
  }

  private static void refuse(Section side, List<String> keys, String why) {
    keys.stream().filter(side::has).forEach(key -> side.error(key, why));
  }

  private static void require(Section side, String key, String why) {
    if (!side.has(key)) {
      side.error(key, why);
    }
  }

  private List<Path> files(Section side, String key) {
    return side.list(key).stream()
        .map(entry -> {
          Path file = secrets.file(entry.node().asString());
          if (look && !Files.isReadable(file)) {
            entry.problems().error(entry.path(), file + ": no such file, or it cannot be read");
          }
          return file;
        })
        .toList();
  }

  private Optional<SecretSource> secret(Section side, String key) {
    if (!side.has(key)) {
      return Optional.empty();
    }
    Path file = secrets.file(side.text(key));
    if (look) {
      try {
        SecretSource.checkPermissions(file);
      } catch (ConfigException e) {
        side.error(key, e.getMessage());
      } catch (IOException e) {
        side.error(key, file + ": no such file, or it cannot be read");
      }
    }
    return Optional.of(SecretSource.ofFile(file));
  }
}
