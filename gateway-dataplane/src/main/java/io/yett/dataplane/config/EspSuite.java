package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dataplane.sachannel.SaSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The algorithms of an SA, of ESP as the file names them, e.g. {@code aes128gcm16}, {@code
 * aes128-sha256}, {@code chacha20poly1305}.
 *
 * @param keyBits of the encryption key
 * @param integrity NONE if the encryption has its own
 */
public record EspSuite(EncryptionAlgorithm encryption, int keyBits, IntegrityAlgorithm integrity) {

  private static final Pattern AES = Pattern.compile("aes(128|192|256)([a-z0-9]*)");

  /** What stands behind the length of the key. */
  private static final Map<String, EncryptionAlgorithm> AES_MODES =
      Map.of(
          "", EncryptionAlgorithm.AES_CBC,
          "ctr", EncryptionAlgorithm.AES_CTR,
          "ccm8", EncryptionAlgorithm.AES_CCM_8,
          "ccm12", EncryptionAlgorithm.AES_CCM_12,
          "ccm16", EncryptionAlgorithm.AES_CCM_16,
          "gcm8", EncryptionAlgorithm.AES_GCM_8,
          "gcm12", EncryptionAlgorithm.AES_GCM_12,
          "gcm16", EncryptionAlgorithm.AES_GCM_16,
          "gmac", EncryptionAlgorithm.NULL_AUTH_AES_GMAC);

  /** Of an installed SA. */
  public static EspSuite of(SaSpec spec) {
    return new EspSuite(spec.encryption(), spec.keyBits(), spec.integrity());
  }

  /** Reads a name that {@link Algorithms#checkEspSuite} has nothing against. */
  static EspSuite parse(String name) {
    return ofProposal(name).getFirst();
  }

  /** Reads a name that {@link Algorithms#checkAhSuite} has nothing against. */
  static EspSuite parseAh(String name) {
    return ofProposal(name.toLowerCase(Locale.ROOT).endsWith("gmac") ? name : "null-" + name)
        .getFirst();
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

  /** What is to be said of it if it is weaker than the others, and is served only if named. */
  public Optional<String> weakness() {
    if (encryption == EncryptionAlgorithm.NULL
        || encryption == EncryptionAlgorithm.NULL_AUTH_AES_GMAC) {
      return Optional.of(this + " encrypts nothing: everybody on the way can read the packets");
    }
    return oldHash();
  }

  /** What is to be said of HMAC-SHA-1, also in AH. */
  Optional<String> oldHash() {
    return integrity == IntegrityAlgorithm.HMAC_SHA1_96
        ? Optional.of(this + ": HMAC-SHA-1 is on its way out, MUST- (RFC 8221 section 6)")
        : Optional.empty();
  }

  private static EncryptionAlgorithm encryption(String name) {
    if (name.equals("null")) {
      return EncryptionAlgorithm.NULL;
    }
    if (name.equals("chacha20poly1305")) {
      return EncryptionAlgorithm.CHACHA20_POLY1305;
    }
    Matcher aes = AES.matcher(name);
    return aes.matches() ? AES_MODES.get(aes.group(2)) : null;
  }

  private static int keyBits(String name) {
    Matcher aes = AES.matcher(name);
    return aes.matches() ? Integer.parseInt(aes.group(1)) : name.equals("null") ? 0 : 256;
  }

  private static IntegrityAlgorithm integrity(String name) {
    return switch (name) {
      case "sha1" -> IntegrityAlgorithm.HMAC_SHA1_96;
      case "sha256" -> IntegrityAlgorithm.HMAC_SHA2_256_128;
      case "sha384" -> IntegrityAlgorithm.HMAC_SHA2_384_192;
      case "sha512" -> IntegrityAlgorithm.HMAC_SHA2_512_256;
      case "aesxcbc" -> IntegrityAlgorithm.AES_XCBC_96;
      case "aescmac" -> IntegrityAlgorithm.AES_CMAC_96;
      default -> null;
    };
  }

  /** As in the file. */
  @Override
  public String toString() {
    String cipher =
        switch (encryption) {
          case NULL -> "null";
          case CHACHA20_POLY1305 -> "chacha20poly1305";
          case AES_CBC -> "aes" + keyBits;
          case AES_CTR -> "aes" + keyBits + "ctr";
          case AES_CCM_8 -> "aes" + keyBits + "ccm8";
          case AES_CCM_12 -> "aes" + keyBits + "ccm12";
          case AES_CCM_16 -> "aes" + keyBits + "ccm16";
          case AES_GCM_8 -> "aes" + keyBits + "gcm8";
          case AES_GCM_12 -> "aes" + keyBits + "gcm12";
          case AES_GCM_16 -> "aes" + keyBits + "gcm16";
          case NULL_AUTH_AES_GMAC -> "aes" + keyBits + "gmac";
        };
    return switch (integrity) {
      case NONE -> cipher;
      case HMAC_SHA1_96 -> cipher + "-sha1";
      case HMAC_SHA2_256_128 -> cipher + "-sha256";
      case HMAC_SHA2_384_192 -> cipher + "-sha384";
      case HMAC_SHA2_512_256 -> cipher + "-sha512";
      case AES_XCBC_96 -> cipher + "-aesxcbc";
      case AES_CMAC_96 -> cipher + "-aescmac";
    };
  }
}
