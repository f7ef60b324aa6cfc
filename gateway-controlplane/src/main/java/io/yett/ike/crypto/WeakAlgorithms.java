package io.yett.ike.crypto;

import java.util.Map;

/** Words that are refused by name, with the reason and the remedy. */
final class WeakAlgorithms {
  private static final String CIPHER = "use aes256gcm16 or aes128gcm16";
  private static final String HASH = "use sha256, sha384 or sha512";
  private static final String PRF = "use prfsha256, prfsha384 or prfsha512";
  private static final String GROUP = "use x25519, ecp256, ecp384, modp2048 or modp3072";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("des", "MUST NOT in RFC 8247 section 2.1 and RFC 8221 section 5; " + CIPHER),
          Map.entry("3des", "SHOULD NOT in RFC 8221 section 5, 64-bit blocks; " + CIPHER),
          Map.entry("blowfish", "MUST NOT in RFC 8221 section 5; " + CIPHER),
          Map.entry("blowfish128", "MUST NOT in RFC 8221 section 5; " + CIPHER),
          Map.entry("blowfish192", "MUST NOT in RFC 8221 section 5; " + CIPHER),
          Map.entry("blowfish256", "MUST NOT in RFC 8221 section 5; " + CIPHER),
          Map.entry("cast128", "MUST NOT in RFC 8221 section 5; " + CIPHER),
          Map.entry("null", "it does not encrypt; " + CIPHER),
          Map.entry("md5", "MUST NOT in RFC 8247 section 2.3 and RFC 8221 section 6; " + HASH),
          Map.entry("md5_128", "MUST NOT in RFC 8247 section 2.3; " + HASH),
          Map.entry("prfmd5", "MUST NOT in RFC 8247 section 2.2; " + PRF),
          Map.entry("sha", "SHA-1, being phased out by RFC 8247 section 2.3 (MUST-); " + HASH),
          Map.entry("sha1", "SHA-1, being phased out by RFC 8247 section 2.3 (MUST-); " + HASH),
          Map.entry("sha1_160", "SHA-1, being phased out by RFC 8247 section 2.3; " + HASH),
          Map.entry("prfsha1", "SHA-1, being phased out by RFC 8247 section 2.2 (MUST-); " + PRF),
          Map.entry("modp512", "smaller than the MUST NOT of RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp768", "MUST NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp1024", "SHOULD NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp1536", "SHOULD NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp1024s160", "MUST NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp2048s224", "SHOULD NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("modp2048s256", "SHOULD NOT in RFC 8247 section 2.4; " + GROUP),
          Map.entry("ecp192", "below 112 bits of strength (RFC 8247 section 2.4); " + GROUP),
          Map.entry("modpnull", "it exchanges no key; " + GROUP),
          Map.entry("modpnone", "it exchanges no key; leave the key exchange out"));

  private WeakAlgorithms() {}

  /** Why that lower-case word is refused, or null if it is not among the weak. */
  static String reason(String word) {
    return REASONS.get(word);
  }
}
