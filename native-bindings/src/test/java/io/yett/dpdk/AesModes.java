package io.yett.dpdk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Modes of AES that the JDK does not have, over its block cipher, as their RFCs have them. */
final class AesModes {
  private static final int BLOCK = 16;

  private AesModes() {}

  /** RFC 4493: all 16 octets. */
  static byte[] cmac(byte[] key, byte[] message) {
    byte[] first = doubled(block(key, new byte[BLOCK]));
    return lastBlockMac(key, first, doubled(first), message);
  }

  /** RFC 3566: all 16 octets. */
  static byte[] xcbcMac(byte[] key, byte[] message) {
    byte[][] keys = new byte[3][BLOCK];
    for (int i = 0; i < 3; i++) {
      Arrays.fill(keys[i], (byte) (i + 1));
      keys[i] = block(key, keys[i]);
    }
    return lastBlockMac(keys[0], keys[1], keys[2], message);
  }

  /** RFC 3610 with a nonce of 7 to 13 octets and an AAD of less than 65280: text and tag. */
  static byte[] ccm(byte[] key, byte[] nonce, byte[] aad, byte[] text, int tagLength) {
    int lengthOctets = 15 - nonce.length;
    ByteBuffer first = ByteBuffer.allocate(BLOCK);
    first.put((byte) ((aad.length > 0 ? 64 : 0) | ((tagLength - 2) / 2) << 3 | (lengthOctets - 1)));
    first.put(nonce);
    for (int i = lengthOctets - 1; i >= 0; i--) {
      first.put((byte) (i < 4 ? text.length >>> (8 * i) : 0));
    }
    int aadBlocks = aad.length == 0 ? 0 : rounded(2 + aad.length);
    ByteBuffer all = ByteBuffer.allocate(BLOCK + aadBlocks + rounded(text.length));
    all.put(first.array());
    if (aad.length > 0) {
      all.putShort((short) aad.length).put(aad);
    }
    all.put(BLOCK + aadBlocks, text);
    byte[] chain = crypt("AES/CBC/NoPadding", key, new byte[BLOCK], all.array());
    byte[] tag = Arrays.copyOfRange(chain, chain.length - BLOCK, chain.length);

    byte[] counter = new byte[BLOCK];
    counter[0] = (byte) (lengthOctets - 1);
    System.arraycopy(nonce, 0, counter, 1, nonce.length);
    byte[] tagThenText = Arrays.copyOf(tag, BLOCK + text.length);
    System.arraycopy(text, 0, tagThenText, BLOCK, text.length);
    byte[] sealed = crypt("AES/CTR/NoPadding", key, counter, tagThenText);
    return ByteBuffer.allocate(text.length + tagLength)
        .put(sealed, BLOCK, text.length)
        .put(sealed, 0, tagLength)
        .array();
  }

  private static int rounded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** CBC-MAC, with a key mixed into the last block: one if that is whole, another if padded. */
  private static byte[] lastBlockMac(byte[] key, byte[] whole, byte[] padded, byte[] message) {
    int length = Math.max(BLOCK, rounded(message.length));
    byte[] all = Arrays.copyOf(message, length);
    boolean isWhole = message.length == length;
    if (!isWhole) {
      all[message.length] = (byte) 0x80;
    }
    for (int i = 0; i < BLOCK; i++) {
      all[length - BLOCK + i] ^= (isWhole ? whole : padded)[i];
    }
    byte[] chain = crypt("AES/CBC/NoPadding", key, new byte[BLOCK], all);
    return Arrays.copyOfRange(chain, length - BLOCK, length);
  }

  /** Twice as much in GF(2^128). */
  private static byte[] doubled(byte[] value) {
    byte[] result = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      int next = i + 1 < BLOCK ? (value[i + 1] & 0x80) >>> 7 : (value[0] & 0x80) == 0 ? 0 : 0x87;
      result[i] = (byte) (((value[i] & 0xFF) << 1) ^ next);
    }
    return result;
  }

  private static byte[] block(byte[] key, byte[] value) {
    return crypt("AES/CBC/NoPadding", key, new byte[BLOCK], value);
  }

  private static byte[] crypt(String mode, byte[] key, byte[] iv, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(mode);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
