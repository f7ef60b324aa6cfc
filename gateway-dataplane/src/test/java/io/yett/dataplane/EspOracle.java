package io.yett.dataplane;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ESP with AES-GCM by the JDK's own provider, written from RFC 4106 for the tests alone, so that
 * they can also make packets that are wrong behind a good ICV.
 */
final class EspOracle {
  private EspOracle() {}

  /** ESP around a payload that has its padding and trailer already. */
  static byte[] seal(byte[] keyAndSalt, int spi, long sequence, boolean esn, byte[] plaintext) {
    ByteBuffer iv = ByteBuffer.allocate(8).putLong(0, sequence ^ 0x5555_5555_5555_5555L);
    byte[] ciphertext =
        crypt(Cipher.ENCRYPT_MODE, keyAndSalt, spi, sequence, esn, iv.array(), plaintext);
    return ByteBuffer.allocate(16 + ciphertext.length)
        .putInt(spi)
        .putInt((int) sequence)
        .put(iv.array())
        .put(ciphertext)
        .array();
  }

  /** What is inside an ESP packet, with padding and trailer. */
  static byte[] open(byte[] keyAndSalt, long sequence, boolean esn, byte[] esp) {
    byte[] iv = Arrays.copyOfRange(esp, 8, 16);
    byte[] ciphertext = Arrays.copyOfRange(esp, 16, esp.length);
    int spi = ByteBuffer.wrap(esp).getInt();
    return crypt(Cipher.DECRYPT_MODE, keyAndSalt, spi, sequence, esn, iv, ciphertext);
  }

  /** A packet with RFC 4303's padding and its trailer. */
  static byte[] pad(byte[] packet, int nextHeader) {
    int padding = -(packet.length + 2) & 3;
    byte[] padded = Arrays.copyOf(packet, packet.length + padding + 2);
    for (int i = 0; i < padding; i++) {
      padded[packet.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 2] = (byte) padding;
    padded[padded.length - 1] = (byte) nextHeader;
    return padded;
  }

  private static byte[] crypt(
      int mode, byte[] keyAndSalt, int spi, long sequence, boolean esn, byte[] iv, byte[] text) {
    int keyLength = keyAndSalt.length - 4;
    ByteBuffer nonce = ByteBuffer.allocate(12).put(keyAndSalt, keyLength, 4).put(iv);
    ByteBuffer aad = ByteBuffer.allocate(esn ? 12 : 8).putInt(spi);
    if (esn) {
      aad.putLong(sequence);
    } else {
      aad.putInt((int) sequence);
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(keyAndSalt, 0, keyLength, "AES"),
          new GCMParameterSpec(128, nonce.array()));
      cipher.updateAAD(aad.array());
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("ESP does not open", e);
    }
  }
}
