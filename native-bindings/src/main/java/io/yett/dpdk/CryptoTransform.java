package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.util.Locale;

/**
 * What a crypto session does: an AEAD, or a cipher and an integrity algorithm chained in ESP's
 * order (encrypt, then authenticate; verify, then decrypt). Lengths are in octets. It holds no
 * keys.
 *
 * @param ivLength octets of the IV in the operation, at {@link Layout#OP_IV}
 * @param digestLength octets of the tag or truncated MAC
 * @param aadLength octets of additional authenticated data; AEAD only
 */
public record CryptoTransform(
    Aead aead,
    Cipher cipher,
    Auth auth,
    int keyLength,
    int authKeyLength,
    int ivLength,
    int digestLength,
    int aadLength) {

  /** AEAD algorithms. */
  public enum Aead {
    NONE(YettDpdk.YETT_AEAD_NONE()),
    AES_GCM(YettDpdk.YETT_AEAD_AES_GCM()),
    AES_CCM(YettDpdk.YETT_AEAD_AES_CCM()),
    CHACHA20_POLY1305(YettDpdk.YETT_AEAD_CHACHA20_POLY1305());

    private final int code;

    Aead(int code) {
      this.code = code;
    }

    /** The number of it in the C API. */
    int code() {
      return code;
    }
  }

  /** Ciphers. */
  public enum Cipher {
    NONE(YettDpdk.YETT_CIPHER_NONE()),
    NULL(YettDpdk.YETT_CIPHER_NULL()),
    AES_CBC(YettDpdk.YETT_CIPHER_AES_CBC()),
    AES_CTR(YettDpdk.YETT_CIPHER_AES_CTR());

    private final int code;

    Cipher(int code) {
      this.code = code;
    }

    /** The number of it in the C API. */
    int code() {
      return code;
    }
  }

  /** Integrity algorithms. */
  public enum Auth {
    NONE(YettDpdk.YETT_AUTH_NONE()),
    SHA1_HMAC(YettDpdk.YETT_AUTH_SHA1_HMAC()),
    SHA256_HMAC(YettDpdk.YETT_AUTH_SHA256_HMAC()),
    SHA384_HMAC(YettDpdk.YETT_AUTH_SHA384_HMAC()),
    SHA512_HMAC(YettDpdk.YETT_AUTH_SHA512_HMAC()),
    AES_GMAC(YettDpdk.YETT_AUTH_AES_GMAC()),
    AES_XCBC_MAC(YettDpdk.YETT_AUTH_AES_XCBC_MAC()),
    AES_CMAC(YettDpdk.YETT_AUTH_AES_CMAC());

    private final int code;

    Auth(int code) {
      this.code = code;
    }

    /** The number of it in the C API. */
    int code() {
      return code;
    }
  }

  /**
   * AES-GCM with a 12-octet IV and a 16-octet tag (RFC 4106).
   *
   * @param keyLength 16, 24 or 32
   * @param aadLength 8, or 12 with extended sequence numbers
   */
  public static CryptoTransform aesGcm(int keyLength, int aadLength) {
    return aesGcm(keyLength, aadLength, 16);
  }

  /** The same with a tag of 8, 12 or 16 octets. */
  public static CryptoTransform aesGcm(int keyLength, int aadLength, int digestLength) {
    return new CryptoTransform(
        Aead.AES_GCM, Cipher.NONE, Auth.NONE, keyLength, 0, 12, digestLength, aadLength);
  }

  /**
   * AES-CCM with an 11-octet nonce (RFC 4309). As cryptodev has it, the nonce begins one octet
   * behind {@link Layout#OP_IV}, and the AAD 18 octets behind the address in the operation.
   *
   * @param keyLength 16, 24 or 32
   * @param aadLength 8, or 12 with extended sequence numbers
   * @param digestLength 8, 12 or 16
   */
  public static CryptoTransform aesCcm(int keyLength, int aadLength, int digestLength) {
    return new CryptoTransform(
        Aead.AES_CCM, Cipher.NONE, Auth.NONE, keyLength, 0, 11, digestLength, aadLength);
  }

  /**
   * AES-GMAC with a 12-octet IV and a 16-octet tag, and no encryption (RFC 4543). Its key is the
   * integrity key.
   *
   * @param keyLength 16, 24 or 32
   * @param aadLength octets that are authenticated before the operation's; no device of DPDK has it
   */
  public static CryptoTransform aesGmac(int keyLength, int aadLength) {
    return new CryptoTransform(
        Aead.NONE, Cipher.NONE, Auth.AES_GMAC, 0, keyLength, 12, 16, aadLength);
  }

  /**
   * ChaCha20-Poly1305 with a 256-bit key, a 12-octet IV and a 16-octet tag (RFC 7634).
   *
   * @param aadLength 8, or 12 with extended sequence numbers
   */
  public static CryptoTransform chacha20Poly1305(int aadLength) {
    return new CryptoTransform(
        Aead.CHACHA20_POLY1305, Cipher.NONE, Auth.NONE, 32, 0, 12, 16, aadLength);
  }

  /**
   * AES-CBC (RFC 3602), then an integrity algorithm over what is sent (RFC 4868).
   *
   * @param keyLength 16, 24 or 32
   * @param authKeyLength octets of the integrity key
   * @param digestLength octets of its result that are kept
   */
  public static CryptoTransform aesCbc(
      int keyLength, Auth auth, int authKeyLength, int digestLength) {
    return new CryptoTransform(
        Aead.NONE, Cipher.AES_CBC, auth, keyLength, authKeyLength, 16, digestLength, 0);
  }

  /** AES-CTR (RFC 3686), whose 16-octet IV is the first counter block; otherwise as AES-CBC. */
  public static CryptoTransform aesCtr(
      int keyLength, Auth auth, int authKeyLength, int digestLength) {
    return new CryptoTransform(
        Aead.NONE, Cipher.AES_CTR, auth, keyLength, authKeyLength, 16, digestLength, 0);
  }

  /** An integrity algorithm, and no encryption (RFC 2410). */
  public static CryptoTransform authOnly(Auth auth, int authKeyLength, int digestLength) {
    return new CryptoTransform(Aead.NONE, Cipher.NONE, auth, 0, authKeyLength, 0, digestLength, 0);
  }

  /** For people, e.g. {@code AES_GCM (key 128 bits, IV 12, tag 16, AAD 8 octets)}. */
  public String describe() {
    String name = aead == Aead.NONE ? cipher + " + " + auth : aead.toString();
    return String.format(
        Locale.ROOT,
        "%s (key %d bits, IV %d, tag %d, AAD %d octets)",
        name,
        keyLength * 8,
        ivLength,
        digestLength,
        aadLength);
  }
}
