package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ESP by the JDK's own providers, written from RFC 4106, 7634, 3602, 3686, 4543 and 4868 for the
 * tests alone, so that they can also make packets that are wrong behind a good ICV. It has no
 * algorithm that the JDK lacks: AES-CCM, AES-XCBC-MAC, AES-CMAC.
 */
final class EspOracle {
  private final EspSuite suite;
  private final byte[] key;

  /** Key material: encryption key, salt, integrity key. */
  EspOracle(String suite, byte[] key) {
    this.suite = EspSuite.ofProposal(suite).getFirst();
    this.key = key;
  }

  /** AES-GCM around a payload that has its padding and trailer already. */
  static byte[] seal(byte[] keyAndSalt, int spi, long sequence, boolean esn, byte[] plaintext) {
    return gcm(keyAndSalt).seal(spi, sequence, esn, plaintext);
  }

  /** What is inside an ESP packet with AES-GCM, with padding and trailer. */
  static byte[] open(byte[] keyAndSalt, long sequence, boolean esn, byte[] esp) {
    return gcm(keyAndSalt).open(sequence, esn, esp);
  }

  /** A packet with RFC 4303's padding to 4 octets and its trailer. */
  static byte[] pad(byte[] packet, int nextHeader) {
    return pad(packet, nextHeader, 4);
  }

  private static EspOracle gcm(byte[] keyAndSalt) {
    return new EspOracle("aes" + (keyAndSalt.length - 4) * 8 + "gcm16", keyAndSalt);
  }

  private static byte[] pad(byte[] packet, int nextHeader, int alignment) {
    int padding = -(packet.length + 2) & alignment - 1;
    byte[] padded = Arrays.copyOf(packet, packet.length + padding + 2);
    for (int i = 0; i < padding; i++) {
      padded[packet.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 2] = (byte) padding;
    padded[padded.length - 1] = (byte) nextHeader;
    return padded;
  }

  /** A packet with RFC 4303's padding for these algorithms and its trailer. */
  byte[] padded(byte[] packet, int nextHeader) {
    return pad(packet, nextHeader, suite.encryption().alignment());
  }

  /** ESP around a payload that has its padding and trailer already. */
  byte[] seal(int spi, long sequence, boolean esn, byte[] plaintext) {
    int ivLength = suite.encryption().ivLength();
    ByteBuffer iv = ByteBuffer.allocate(ivLength);
    if (ivLength > 0) {
      iv.putLong(ivLength - 8, sequence ^ 0x5555_5555_5555_5555L);
    }
    ByteBuffer head =
        ByteBuffer.allocate(8 + ivLength).putInt(spi).putInt((int) sequence).put(iv.array());
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, spi, sequence, esn, iv.array(), plaintext);
    return join(head.array(), sealed, icv(sequence, esn, head.array(), sealed));
  }

  /** What is inside an ESP packet, with padding and trailer. */
  byte[] open(long sequence, boolean esn, byte[] esp) {
    int headers = 8 + suite.encryption().ivLength();
    int end = esp.length - separateIcvLength();
    byte[] head = Arrays.copyOf(esp, headers);
    byte[] sealed = Arrays.copyOfRange(esp, headers, end);
    if (!Arrays.equals(
        icv(sequence, esn, head, sealed), Arrays.copyOfRange(esp, end, esp.length))) {
      throw new AssertionError("the ICV is wrong");
    }
    int spi = ByteBuffer.wrap(esp).getInt();
    return crypt(
        Cipher.DECRYPT_MODE, spi, sequence, esn, Arrays.copyOfRange(esp, 8, headers), sealed);
  }

  /** An ESP packet that lacks its ICV, with it. */
  byte[] authenticated(long sequence, boolean esn, byte[] esp) {
    return join(esp, icv(sequence, esn, esp, new byte[0]));
  }

  /** AES-GMAC is an integrity algorithm here. */
  private boolean isGmac() {
    return suite.encryption() == EncryptionAlgorithm.NULL_AUTH_AES_GMAC;
  }

  private int separateIcvLength() {
    return isGmac() ? 16 : suite.integrity().icvLength();
  }

  /** RFC 4543 section 3.3. */
  private byte[] gmac(long sequence, boolean esn, byte[] head, byte[] payload) {
    byte[] iv = Arrays.copyOfRange(head, 8, 16);
    ByteBuffer aad = ByteBuffer.allocate(20 + payload.length).put(head, 0, 4);
    if (esn) {
      aad.putLong(sequence);
    } else {
      aad.putInt((int) sequence);
    }
    aad.put(iv).put(payload);
    int keyLength = suite.keyBits() / 8;
    byte[] nonce = ByteBuffer.allocate(12).put(key, keyLength, 4).put(iv).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, 0, keyLength, "AES"),
          new GCMParameterSpec(128, nonce));
      cipher.updateAAD(aad.flip());
      return cipher.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the integrity algorithm beside the cipher; no octets if there is none. */
  private byte[] icv(long sequence, boolean esn, byte[] head, byte[] sealed) {
    if (isGmac()) {
      return gmac(sequence, esn, head, sealed);
    }
    int keyLength = suite.integrity().keyLength();
    if (keyLength == 0) {
      return new byte[0];
    }
    try {
      boolean sha1 = suite.integrity() == IntegrityAlgorithm.HMAC_SHA1_96;
      Mac mac = Mac.getInstance(sha1 ? "HmacSHA1" : "HmacSHA" + keyLength * 8);
      mac.init(new SecretKeySpec(key, key.length - keyLength, keyLength, "HMAC"));
      mac.update(head);
      mac.update(sealed);
      if (esn) {
        mac.update(ByteBuffer.allocate(4).putInt((int) (sequence >>> 32)).array());
      }
      return Arrays.copyOf(mac.doFinal(), suite.integrity().icvLength());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] crypt(int mode, int spi, long sequence, boolean esn, byte[] iv, byte[] text) {
    int keyLength = suite.keyBits() / 8;
    ByteBuffer nonce = ByteBuffer.allocate(12);
    if (suite.encryption().saltLength() == 4) {
      nonce.put(key, keyLength, 4).put(iv);
    }
    ByteBuffer aad = ByteBuffer.allocate(esn ? 12 : 8).putInt(spi);
    if (esn) {
      aad.putLong(sequence);
    } else {
      aad.putInt((int) sequence);
    }
    try {
      return switch (suite.encryption()) {
        case AES_CBC -> {
          Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
          cipher.init(mode, new SecretKeySpec(key, 0, keyLength, "AES"), new IvParameterSpec(iv));
          yield cipher.doFinal(text);
        }
        case AES_CTR ->
            ctr(ByteBuffer.allocate(16).put(key, keyLength, 4).put(iv).putInt(1).array(), text);
        case NULL, NULL_AUTH_AES_GMAC -> text;
        case AES_GCM_8, AES_GCM_12, AES_GCM_16 -> {
          if (mode == Cipher.ENCRYPT_MODE) {
            byte[] sealed = gcm(nonce.array(), aad.array(), text);
            yield Arrays.copyOf(sealed, sealed.length - 16 + suite.encryption().icvLength());
          }
          byte[] sealed = Arrays.copyOf(text, text.length - suite.encryption().icvLength());
          byte[] plain = ctr(ByteBuffer.allocate(16).put(nonce.array()).putInt(2).array(), sealed);
          if (!Arrays.equals(
              Arrays.copyOf(gcm(nonce.array(), aad.array(), plain), text.length), text)) {
            throw new AssertionError("the ICV is wrong");
          }
          yield plain;
        }
        case AES_CCM_8, AES_CCM_12, AES_CCM_16 ->
            throw new IllegalArgumentException("the JDK has no AES-CCM");
        case CHACHA20_POLY1305 -> {
          Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
          cipher.init(
              mode,
              new SecretKeySpec(key, 0, keyLength, "ChaCha20"),
              new IvParameterSpec(nonce.array()));
          cipher.updateAAD(aad.array());
          yield cipher.doFinal(text);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new AssertionError("ESP does not open", e);
    }
  }

  /** With the whole tag: the JDK has none of 64 bits. */
  private byte[] gcm(byte[] nonce, byte[] aad, byte[] text) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, 0, suite.keyBits() / 8, "AES"),
        new GCMParameterSpec(128, nonce));
    cipher.updateAAD(aad);
    return cipher.doFinal(text);
  }

  private byte[] ctr(byte[] block, byte[] text) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, 0, suite.keyBits() / 8, "AES"),
        new IvParameterSpec(block));
    return cipher.doFinal(text);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
