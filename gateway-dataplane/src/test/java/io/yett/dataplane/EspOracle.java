package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ESP by the JDK's own providers, written from RFC 4106, 7634, 3602 and 4868 for the tests alone,
 * so that they can also make packets that are wrong behind a good ICV.
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
    iv.putLong(ivLength - 8, sequence ^ 0x5555_5555_5555_5555L);
    ByteBuffer head =
        ByteBuffer.allocate(8 + ivLength).putInt(spi).putInt((int) sequence).put(iv.array());
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, spi, sequence, esn, iv.array(), plaintext);
    return join(head.array(), sealed, icv(sequence, esn, head.array(), sealed));
  }

  /** What is inside an ESP packet, with padding and trailer. */
  byte[] open(long sequence, boolean esn, byte[] esp) {
    int headers = 8 + suite.encryption().ivLength();
    int end = esp.length - suite.integrity().icvLength();
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

  /** Of the integrity algorithm beside the cipher; no octets if there is none. */
  private byte[] icv(long sequence, boolean esn, byte[] head, byte[] sealed) {
    int keyLength = suite.integrity().keyLength();
    if (keyLength == 0) {
      return new byte[0];
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA" + keyLength * 8);
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
    if (suite.encryption().isCombinedMode()) {
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
        case AES_GCM_16 -> {
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(
              mode,
              new SecretKeySpec(key, 0, keyLength, "AES"),
              new GCMParameterSpec(128, nonce.array()));
          cipher.updateAAD(aad.array());
          yield cipher.doFinal(text);
        }
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

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
