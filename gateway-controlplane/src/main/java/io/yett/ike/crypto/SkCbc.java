package io.yett.ike.crypto;

import io.yett.ike.message.SkOpener.OpenResult;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;

/** AES-CBC with HMAC for SK (RFC 7296 §3.14): encrypt, then MAC the whole message. Random IVs. */
final class SkCbc extends SkTransform {
  private static final int BLOCK = 16;

  private final SkKeys keys;
  private final Integrity integrity;
  private final SecureRandom random;

  SkCbc(SkKeys keys, SecureRandom random) {
    this.keys = keys;
    this.integrity = keys.suite().integrity();
    this.random = random;
  }

  @Override
  int sealedLength(int plaintextLength) {
    return BLOCK + paddedLength(plaintextLength) + integrity.icvLength();
  }

  private static int paddedLength(int plaintextLength) {
    return (plaintextLength + 1 + BLOCK - 1) / BLOCK * BLOCK;
  }

  @Override
  void seal(byte[] message, int bodyOffset, byte[] plaintext) {
    byte[] iv = new byte[BLOCK];
    random.nextBytes(iv);
    System.arraycopy(iv, 0, message, bodyOffset, BLOCK);
    byte[] padded = pad(plaintext, paddedLength(plaintext.length));
    int end = bodyOffset + BLOCK + padded.length;
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv);
      cipher.doFinal(padded, 0, padded.length, message, bodyOffset + BLOCK);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal an SK payload", e);
    }
    System.arraycopy(icv(message, end), 0, message, end, integrity.icvLength());
  }

  @Override
  OpenResult open(byte[] message, int bodyOffset, int bodyLength) {
    int cipherLength = bodyLength - BLOCK - integrity.icvLength();
    if (cipherLength < BLOCK || cipherLength % BLOCK != 0) {
      return new OpenResult.Forged();
    }
    int end = bodyOffset + BLOCK + cipherLength;
    byte[] found = Arrays.copyOfRange(message, end, end + integrity.icvLength());
    if (!ConstantTime.equals(icv(message, end), found)) {
      return new OpenResult.Forged();
    }
    byte[] iv = Arrays.copyOfRange(message, bodyOffset, bodyOffset + BLOCK);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv);
      return unpad(cipher.doFinal(message, bodyOffset + BLOCK, cipherLength));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open an SK payload", e);
    }
  }

  /** The ICV over the message up to {@code end}, truncated. */
  private byte[] icv(byte[] message, int end) {
    Mac mac = Hmac.start(integrity.macName(), keys.integrity());
    mac.update(message, 0, end);
    return Arrays.copyOf(mac.doFinal(), integrity.icvLength());
  }

  private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
    RawKey key = new RawKey("AES", keys.encryption());
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(iv));
      return cipher;
    } finally {
      key.destroy();
    }
  }
}
