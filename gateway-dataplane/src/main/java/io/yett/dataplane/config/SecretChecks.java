package io.yett.dataplane.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Supplier;

/** Finds secrets and checks that they can be used, without keeping them. */
final class SecretChecks {
  /** Fewer octets are guessed too easily (RFC 7296 §2.15 asks for unpredictable keys). */
  static final int MIN_PSK_OCTETS = 16;

  /** 256 bits, if they are by chance (RFC 8784 §6). */
  static final int MIN_PPK_OCTETS = 32;

  /** Stands for the key in {@link #obstacleInPlace}. */
  private static final String NAME = "\u0000";

  private final Path configFile;

  /** Looked at once, however many secrets there are; null before. */
  private String obstacleInPlace;

  SecretChecks(Path configFile) {
    this.configFile = configFile;
  }

  /** Where a secret is: {@code name-file}, or {@code name} in place. */
  SecretSource source(Section section, String name) {
    if (section.has(name + "-file")) {
      return SecretSource.ofFile(file(section.text(name + "-file")));
    }
    if (obstacleInPlace == null) {
      obstacleInPlace = obstacleInPlace();
    }
    if (!obstacleInPlace.isEmpty()) {
      section.error(name, obstacleInPlace.replace(NAME, name));
    }
    return SecretSource.ofText(Secret.owning(section.text(name).getBytes(StandardCharsets.UTF_8)));
  }

  /** A file that the configuration names; a relative name is beside it. */
  Path file(String name) {
    return configFile.toAbsolutePath().getParent().resolve(name);
  }

  /** Why the file may hold no secrets; empty if it may. */
  private String obstacleInPlace() {
    try {
      SecretSource.checkPermissions(configFile);
      return "";
    } catch (ConfigException e) {
      return "a secret in place needs a file of mode 0600: chmod 600 "
          + configFile
          + ", or use "
          + NAME
          + "-file";
    } catch (IOException | UnsupportedOperationException e) {
      return "the mode of " + configFile + " cannot be read";
    }
  }

  void checkPsk(Section section, SecretSource source) {
    try (Secret psk = read(section, "psk", source::readPsk)) {
      if (psk != null && psk.length() < MIN_PSK_OCTETS) {
        section.warning(
            presentKey(section, "psk"),
            "the pre-shared key has "
                + psk.length()
                + " octets; fewer than "
                + MIN_PSK_OCTETS
                + " can be guessed from one recorded exchange. Make one: openssl rand -base64 32");
      }
    }
  }

  void checkPpk(Section section, SecretSource source) {
    try (Secret ppk = read(section, "key", source::readPsk)) {
      if (ppk != null && ppk.length() < MIN_PPK_OCTETS) {
        section.warning(
            presentKey(section, "key"),
            "the key has "
                + ppk.length()
                + " octets; RFC 8784 section 6 asks for 256 bits of entropy. Make one: openssl rand"
                + " -base64 32");
      }
    }
  }

  /** Checks both keys of a pair, and that they differ. */
  void checkKeyPair(Section outbound, Section inbound, ManualSaConfig sa) {
    int octets = sa.keyMaterialLength();
    try (Secret out = read(outbound, "key", () -> sa.outbound().key().readHex(octets));
        Secret in = read(inbound, "key", () -> sa.inbound().key().readHex(octets))) {
      if (out != null && in != null && MessageDigest.isEqual(out.octets(), in.octets())) {
        inbound.error(
            presentKey(inbound, "key"),
            "the same key in both directions: "
                + (sa.encryption().isCombinedMode()
                    ? "a nonce would repeat (RFC 4106 section 3.1)"
                    : "make one for each"));
      }
    }
  }

  private static Secret read(Section section, String name, Supplier<Secret> reader) {
    try {
      return reader.get();
    } catch (ConfigException e) {
      section.error(presentKey(section, name), e.getMessage());
      return null;
    }
  }

  private static String presentKey(Section section, String name) {
    return section.has(name) ? name : name + "-file";
  }
}
