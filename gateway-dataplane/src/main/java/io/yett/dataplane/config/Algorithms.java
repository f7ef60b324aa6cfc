package io.yett.dataplane.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The algorithm names of proposals: which are served, which are refused and why. Only names; their
 * numbers are the planes' business.
 */
final class Algorithms {
  /** What a name stands for. */
  enum Kind {
    AEAD,
    CIPHER,
    INTEGRITY,
    PRF,
    GROUP,
    /** A key exchange after the first (RFC 9370). */
    ADDITIONAL,
    ESN
  }

  private static final int MAX_ADDITIONAL = 7;
  private static final List<Integer> AES_BITS = List.of(128, 192, 256);

  private static final Map<Kind, List<String>> SERVED = new EnumMap<>(Kind.class);

  static {
    SERVED.put(Kind.AEAD, List.of("aes128gcm16", "aes192gcm16", "aes256gcm16", "chacha20poly1305"));
    SERVED.put(Kind.CIPHER, List.of("aes128", "aes192", "aes256"));
    SERVED.put(Kind.INTEGRITY, List.of("sha256", "sha384", "sha512"));
    SERVED.put(Kind.PRF, List.of("prfsha256", "prfsha384", "prfsha512"));
    SERVED.put(
        Kind.GROUP,
        List.of(
            "x25519",
            "ecp256",
            "ecp384",
            "ecp521",
            "modp2048",
            "modp3072",
            "modp4096",
            "mlkem512",
            "mlkem768",
            "mlkem1024"));
    List<String> additional = new ArrayList<>();
    for (int i = 1; i <= MAX_ADDITIONAL; i++) {
      for (String group : SERVED.get(Kind.GROUP)) {
        additional.add("ke" + i + "_" + group);
      }
      additional.add("ke" + i + "_none");
    }
    SERVED.put(Kind.ADDITIONAL, additional);
    SERVED.put(Kind.ESN, List.of("esn", "noesn"));
  }

  /** What ESP has besides. Messages do not recommend them. */
  private static final Map<Kind, List<String>> ESP_TOO =
      Map.of(
          Kind.AEAD, List.of("gcm12", "gcm8", "ccm16", "ccm12", "ccm8", "gmac"),
          Kind.CIPHER, List.of("ctr"));

  private static final Map<String, Kind> ESP_KINDS = espKinds();

  /** Other words for the same, as other gateways write them. */
  private static final Map<String, String> ALIASES = aliases();

  private static Map<String, Kind> espKinds() {
    Map<String, Kind> kinds = new HashMap<>();
    ESP_TOO.forEach((kind, modes) -> {
      for (String mode : modes) {
        AES_BITS.forEach(bits -> kinds.put("aes" + bits + mode, kind));
      }
    });
    kinds.put("null", Kind.CIPHER);
    kinds.put("sha1", Kind.INTEGRITY);
    kinds.put("aesxcbc", Kind.INTEGRITY);
    kinds.put("aescmac", Kind.INTEGRITY);
    return kinds;
  }

  private static Map<String, String> aliases() {
    Map<String, String> aliases = new HashMap<>();
    for (int bits : AES_BITS) {
      String aes = "aes" + bits;
      aliases.put(aes + "gcm", aes + "gcm16");
      for (String mode : List.of("gcm", "ccm")) { // the ICV in bits
        aliases.put(aes + mode + "128", aes + mode + "16");
        aliases.put(aes + mode + "96", aes + mode + "12");
        aliases.put(aes + mode + "64", aes + mode + "8");
      }
    }
    aliases.put("sha", "sha1");
    aliases.put("sha2_256", "sha256");
    aliases.put("sha2_384", "sha384");
    aliases.put("sha2_512", "sha512");
    aliases.put("curve25519", "x25519");
    return aliases;
  }

  /** Weak names and what the RFCs say of them. */
  private static final Map<String, String> WEAK =
      Map.ofEntries(
          Map.entry("des", "MUST NOT be used (RFC 8221 section 5, RFC 8247 section 2.1)"),
          Map.entry("3des", "SHOULD NOT be used (RFC 8221 section 5)"),
          Map.entry("blowfish", "MUST NOT be used (RFC 8221 section 5)"),
          Map.entry("cast", "SHOULD NOT be used: 64-bit blocks (RFC 8221 section 5)"),
          Map.entry("cast128", "SHOULD NOT be used: 64-bit blocks (RFC 8221 section 5)"),
          Map.entry("idea", "MUST NOT be used (RFC 8221 section 5)"),
          Map.entry("rc5", "MUST NOT be used (RFC 8221 section 5)"),
          Map.entry("null", "encrypts nothing (RFC 8221 section 5)"),
          Map.entry("md5", "MUST NOT be used (RFC 8221 section 6, RFC 8247 section 2.3)"),
          Map.entry("prfmd5", "MUST NOT be used (RFC 8247 section 2.2)"),
          Map.entry("sha1", "is on its way out, MUST- (RFC 8221 section 6, RFC 8247 section 2.3)"),
          Map.entry("sha", "is on its way out, MUST- (RFC 8221 section 6, RFC 8247 section 2.3)"),
          Map.entry("prfsha1", "is on its way out, MUST- (RFC 8247 section 2.2)"),
          Map.entry("modp768", "MUST NOT be used (RFC 8247 section 2.4)"),
          Map.entry("modp1024", "SHOULD NOT be used (RFC 8247 section 2.4)"),
          Map.entry("modp1536", "SHOULD NOT be used (RFC 8247 section 2.4)"),
          Map.entry("modp1024s160", "MUST NOT be used (RFC 8247 section 2.4)"),
          Map.entry("modp2048s224", "SHOULD NOT be used (RFC 8247 section 2.4)"),
          Map.entry("modp2048s256", "SHOULD NOT be used (RFC 8247 section 2.4)"));

  private Algorithms() {}

  /** The name among the served that it is another word for, or itself; lower case. */
  static String canonical(String name) {
    return ALIASES.getOrDefault(name, name);
  }

  /** What is wrong with an IKE proposal, if anything. */
  static Optional<String> checkIke(String proposal) {
    return check(
            proposal,
            Set.of(Kind.AEAD, Kind.CIPHER, Kind.INTEGRITY, Kind.PRF, Kind.GROUP, Kind.ADDITIONAL),
            false)
        .or(() -> checkProtection(kindsOf(proposal), "; for a PRF write prfsha256"))
        .or(() -> checkIkeParts(kindsOf(proposal)));
  }

  /** What is wrong with an ESP proposal, if anything. */
  static Optional<String> checkEsp(String proposal) {
    return check(
            proposal,
            Set.of(Kind.AEAD, Kind.CIPHER, Kind.INTEGRITY, Kind.GROUP, Kind.ADDITIONAL, Kind.ESN),
            true)
        .or(() -> checkProtection(kindsOf(proposal), "; leave it out"));
  }

  /** What is wrong with the algorithms of one SA by hand, if anything. */
  static Optional<String> checkEspSuite(String suite) {
    return check(suite, Set.of(Kind.AEAD, Kind.CIPHER, Kind.INTEGRITY), true)
        .or(() -> checkProtection(kindsOf(suite), "; leave it out"))
        .or(() -> checkSingle(kindsOf(suite)));
  }

  /** What is wrong with the algorithm of one SA of AH by hand, if anything. */
  static Optional<String> checkAhSuite(String suite) {
    String name = suite.toLowerCase(Locale.ROOT);
    boolean served = espKindOf(name) == Kind.INTEGRITY || name.matches("aes(128|192|256)gmac");
    if (served) {
      return Optional.empty();
    }
    return WEAK.containsKey(name) && !name.equals("null")
        ? Optional.of("is refused: " + name + " " + WEAK.get(name))
        : Optional.of(
            "is no integrity algorithm for AH, which encrypts nothing (RFC 4302). Allowed: "
                + String.join(", ", SERVED.get(Kind.INTEGRITY))
                + "; and others, see docs/configuration.md");
  }

  /** Nothing goes without encryption, and nothing without integrity (RFC 8221 section 4). */
  private static Optional<String> checkProtection(List<Kind> kinds, String remedy) {
    if (!kinds.contains(Kind.AEAD) && !kinds.contains(Kind.CIPHER)) {
      return Optional.of("has no encryption; add one of " + names(Set.of(Kind.AEAD, Kind.CIPHER)));
    }
    if (kinds.contains(Kind.AEAD) && kinds.contains(Kind.INTEGRITY)) {
      return Optional.of(
          "has an integrity algorithm beside an encryption that has its own (RFC 8221 section 4)"
              + remedy);
    }
    if (kinds.contains(Kind.CIPHER) && !kinds.contains(Kind.INTEGRITY)) {
      return Optional.of("has no integrity algorithm; add one of " + names(Set.of(Kind.INTEGRITY)));
    }
    return Optional.empty();
  }

  private static Optional<String> checkSingle(List<Kind> kinds) {
    return kinds.stream().distinct().count() == kinds.size()
        ? Optional.empty()
        : Optional.of(
            "names several algorithms; a manual SA has one encryption and, unless that has its own"
                + " integrity, one integrity algorithm");
  }

  private static Optional<String> checkIkeParts(List<Kind> kinds) {
    if (kinds.contains(Kind.AEAD) && !kinds.contains(Kind.PRF)) {
      return Optional.of("has no PRF; add one of " + names(Set.of(Kind.PRF)));
    }
    if (!kinds.contains(Kind.GROUP)) {
      return Optional.of("has no group; add one of " + names(Set.of(Kind.GROUP)));
    }
    return Optional.empty();
  }

  private static Optional<String> check(String proposal, Set<Kind> allowed, boolean esp) {
    List<Kind> seen = new ArrayList<>();
    for (String name : proposal.toLowerCase(Locale.ROOT).split("-", -1)) {
      Kind kind = esp ? espKindOf(name) : kindOf(name);
      if (kind == null && WEAK.containsKey(name)) {
        return Optional.of("is refused: " + name + " " + WEAK.get(name));
      }
      if (kind == null || !allowed.contains(kind)) {
        Set<String> names = names(allowed);
        return Optional.of(
            "names '"
                + name
                + "', which is not served here"
                + NearMiss.of(name, names).map(m -> "; did you mean " + m + "?").orElse("")
                + " Allowed: "
                + shown(allowed)
                + (esp ? "; and others, see docs/configuration.md" : ""));
      }
      seen.add(kind);
    }
    if (seen.contains(Kind.ADDITIONAL) && !seen.contains(Kind.GROUP)) {
      return Optional.of("has an additional key exchange and no group; add e.g. x25519");
    }
    if (seen.contains(Kind.AEAD) && seen.contains(Kind.CIPHER)) {
      return Optional.of(
          "mixes an encryption that has its own integrity with one that has not; write two"
              + " proposals");
    }
    return Optional.empty();
  }

  /** The names for people: additional key exchanges by an example. */
  private static String shown(Set<Kind> allowed) {
    Set<Kind> single = new TreeSet<>(allowed);
    boolean additional = single.remove(Kind.ADDITIONAL);
    return String.join(", ", names(single))
        + (additional ? ", and additional key exchanges such as ke1_mlkem768" : "");
  }

  private static List<Kind> kindsOf(String proposal) {
    List<Kind> kinds = new ArrayList<>();
    for (String name : proposal.toLowerCase(Locale.ROOT).split("-", -1)) {
      kinds.add(espKindOf(name));
    }
    return kinds;
  }

  private static Kind espKindOf(String name) {
    Kind kind = kindOf(name);
    return kind == null ? ESP_KINDS.get(canonical(name)) : kind;
  }

  private static Kind kindOf(String name) {
    for (Map.Entry<Kind, List<String>> entry : SERVED.entrySet()) {
      if (entry.getValue().contains(canonical(name))) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static Set<String> names(Set<Kind> kinds) {
    Set<String> names = new LinkedHashSet<>();
    new TreeSet<>(kinds).forEach(kind -> names.addAll(SERVED.get(kind)));
    return names;
  }
}
