package io.yett.demo;

import io.yett.lab.LabAuthority;
import io.yett.lab.LabAuthority.Credential;
import io.yett.lab.LabAuthority.Wish;
import io.yett.lab.StrongSwan;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** How the two gateways of the demo prove who they are, and what makes their keys post-quantum. */
enum DemoAuth {
  /** A pre-shared key. */
  PSK,
  /** Certificates of an authority that openssl plays. */
  CERT,
  /**
   * A pre-shared key, and a post-quantum preshared key mixed in (RFC 8784); with a strongSwan that
   * has it also ML-KEM.
   */
  PQ;

  private static final String PPK_ID = "demo";

  /** The option's value. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the tunnel's proposal becomes. */
  Proposals proposals(Proposals given) {
    return this == PQ && StrongSwan.isOfAnotherRoot()
        ? new Proposals(given.ike() + "-ke1_mlkem768", given.esp())
        : given;
  }

  /** In words, for the step that brings the tunnel up. */
  String words(boolean postQuantum) {
    return switch (this) {
      case PSK -> "by a pre-shared key";
      case CERT -> "both by certificates (ECDSA P-384 and Ed25519)";
      case PQ ->
          "by a pre-shared key, "
              + (postQuantum ? "post-quantum: " : "NOT post-quantum: ")
              + (StrongSwan.isOfAnotherRoot()
                  ? "ML-KEM-768 and a PPK (RFC 8784)"
                  : "a PPK (RFC 8784); this strongSwan has no ML-KEM");
    };
  }

  /**
   * What an end has: files of an authority, or nothing.
   *
   * @param gateway ours
   * @param peer strongSwan's
   * @param authority of both
   */
  record Credentials(Credential gateway, Credential peer, Path authority) {}

  /** Issues certificates in a folder; null where none are used. */
  Credentials issue(Path folder) {
    if (this != CERT) {
      return null;
    }
    LabAuthority root = LabAuthority.root(folder.resolve("ca"), "/C=CH/O=Yett/CN=Demo", "P-384");
    return new Credentials(
        root.issue(
            "red", new Wish("/C=CH/O=Yett/CN=red", "P-384", "DNS:" + GatewayConfig.LOCAL_ID)),
        root.issue(
            "blue", new Wish("/C=CH/O=Yett/CN=blue", "ED25519", "DNS:" + GatewayConfig.REMOTE_ID)),
        root.certificate());
  }

  /** What changes in strongSwan's configuration. */
  UnaryOperator<String> amendment(Credentials credentials, String ppk) {
    return switch (this) {
      case PSK -> text -> text;
      case CERT -> {
        String certificate = "certs = " + credentials.peer().certificate().getFileName();
        yield text ->
            text.replaceFirst("auth = psk", "auth = pubkey\n      " + certificate)
                .replaceFirst("auth = psk", "auth = pubkey");
      }
      case PQ ->
          text ->
              text.replace(
                      "mobike = no",
                      "mobike = no\n    ppk_id = " + PPK_ID + "\n    ppk_required = yes")
                  .replace(
                      "secrets {",
                      "secrets {\n  ppk-1 {\n    id = "
                          + PPK_ID
                          + "\n    secret = \""
                          + ppk
                          + "\"\n  }");
    };
  }

  /** Keys of our connection in the configuration file: {@code auth} and the like, indented by 4. */
  String connectionKeys(Path psk, Path ppk) {
    return switch (this) {
      case PSK -> "    auth: {psk-file: " + psk + "}\n";
      case CERT -> "";
      case PQ ->
          "    auth: {psk-file: "
              + psk
              + "}\n    ppk: {id: "
              + PPK_ID
              + ", key-file: "
              + ppk
              + "}\n    require-post-quantum: true\n";
    };
  }

  /** Further keys of {@code local}. */
  String localKeys(Credentials credentials) {
    return this == CERT
        ? ", auth: cert, certs: [%s], key-file: %s"
            .formatted(credentials.gateway().certificate(), credentials.gateway().key())
        : "";
  }

  /** Further keys of {@code remote}. */
  String remoteKeys(Credentials credentials) {
    return this == CERT ? ", auth: cert, ca: [%s]".formatted(credentials.authority()) : "";
  }
}
