package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dataplane.sachannel.SaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The algorithms of an ESP SA as the file names them, e.g. {@code aes128gcm16}, {@code
 * aes128-sha256}, {@code chacha20poly1305}.
 *
 * @param keyBits of the encryption key
 * @param integrity NONE if the encryption has its own
 */
public record EspSuite(EncryptionAlgorithm encryption, int keyBits, IntegrityAlgorithm integrity) {

  /** Of an installed SA. */
  public static EspSuite of(SaSpec spec) {
    return new EspSuite(spec.encryption(), spec.keyBits(), spec.integrity());
  }

  /** Reads a name that {@link Algorithms#checkEspSuite} has nothing against. */
  static EspSuite parse(String name) {
    return ofProposal(name).getFirst();
  }

  /**
   * Every suite that an ESP proposal allows: each of its encryptions with each of its integrity
   * algorithms. Its other words are of no matter, and neither are words that are not served.
   */
  public static List<EspSuite> ofProposal(String proposal) {
    List<String> names =
        List.of(proposal.toLowerCase(Locale.ROOT).split("-", -1)).stream()
            .map(Algorithms::canonical)
            .toList();
    List<IntegrityAlgorithm> integrities =
        names.stream().map(EspSuite::integrity).filter(Objects::nonNull).toList();
    List<EspSuite> suites = new ArrayList<>();
    for (String name : names) {
      EncryptionAlgorithm encryption = encryption(name);
      if (encryption != null && encryption.isCombinedMode()) {
        suites.add(new EspSuite(encryption, keyBits(name), IntegrityAlgorithm.NONE));
      } else if (encryption != null) {
        integrities.forEach(i -> suites.add(new EspSuite(encryption, keyBits(name), i)));
      }
    }
    return suites;
  }

  /** Octets of key material in one direction: encryption key, salt, integrity key. */
  public int keyMaterialLength() {
    return keyBits / 8 + encryption.saltLength() + integrity.keyLength();
  }

  private static EncryptionAlgorithm encryption(String name) {
    return switch (name) {
      case "aes128gcm16", "aes192gcm16", "aes256gcm16" -> EncryptionAlgorithm.AES_GCM_16;
      case "aes128", "aes192", "aes256" -> EncryptionAlgorithm.AES_CBC;
      case "chacha20poly1305" -> EncryptionAlgorithm.CHACHA20_POLY1305;
      default -> null;
    };
  }

  private static int keyBits(String name) {
    return name.startsWith("aes") ? Integer.parseInt(name.substring(3, 6)) : 256;
  }

  private static IntegrityAlgorithm integrity(String name) {
    return switch (name) {
      case "sha256" -> IntegrityAlgorithm.HMAC_SHA2_256_128;
      case "sha384" -> IntegrityAlgorithm.HMAC_SHA2_384_192;
      case "sha512" -> IntegrityAlgorithm.HMAC_SHA2_512_256;
      default -> null;
    };
  }

  /** As in the file. */
  @Override
  public String toString() {
    String cipher =
        switch (encryption) {
          case AES_GCM_16 -> "aes" + keyBits + "gcm16";
          case AES_CBC -> "aes" + keyBits;
          case CHACHA20_POLY1305 -> "chacha20poly1305";
        };
    return switch (integrity) {
      case NONE -> cipher;
      case HMAC_SHA2_256_128 -> cipher + "-sha256";
      case HMAC_SHA2_384_192 -> cipher + "-sha384";
      case HMAC_SHA2_512_256 -> cipher + "-sha512";
    };
  }
}
