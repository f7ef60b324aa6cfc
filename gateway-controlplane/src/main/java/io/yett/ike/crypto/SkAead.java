package io.yett.ike.crypto;

import io.yett.ike.message.SkOpener.OpenResult;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-GCM (RFC 5282) and ChaCha20-Poly1305 (RFC 7634 section 3) for SK, which differ in nothing but
 * the algorithm. The IV is a counter that starts at 0 with the SA's keys, which no other SA has, so
 * that a nonce never repeats. After a restart of the process nobody knows for sure where it stood;
 * it goes on at a random place of a range that fresh SAs never reach: {@code 2^62} plus 61 random
 * bits. Message IDs end at {@code 2^32}, so that two restarts of one SA, each with all the messages
 * it can have, meet with a probability of {@code 2^-28}.
 */
final class SkAead extends SkTransform {
  private static final int IV = 8;
  private static final int ICV = 16;

  /** The first IV of resumed SAs. */
  private static final long RESUMED = 1L << 62;

  private final SkKeys keys;
  private long nextIv;

  SkAead(SkKeys keys) {
    this.keys = keys;
  }

  @Override
  void resume(SecureRandom random) {
    nextIv = RESUMED | (random.nextLong() & (RESUMED - 1) >>> 1);
  }

  @Override
  int sealedLength(int plaintextLength) {
    return IV + plaintextLength + 1 + ICV; // no padding is needed: the pad length alone
  }

  @Override
  void seal(byte[] message, int bodyOffset, byte[] plaintext) {
    long iv = nextIv++;
    if (iv < 0) {
      throw new IllegalStateException("the IVs of the IKE SA are used up");
    }
    ByteBuffer.wrap(message).putLong(bodyOffset, iv);
    byte[] padded = pad(plaintext, plaintext.length + 1);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, message, bodyOffset);
      cipher.doFinal(padded, 0, padded.length, message, bodyOffset + IV);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal an SK payload", e);
    }
  }

  @Override
  OpenResult open(byte[] message, int bodyOffset, int bodyLength) {
    if (bodyLength < IV + ICV) {
      return new OpenResult.Forged();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, message, bodyOffset);
      return unpad(cipher.doFinal(message, bodyOffset + IV, bodyLength - IV));
    } catch (AEADBadTagException e) {
      return new OpenResult.Forged();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open an SK payload", e);
    }
  }

  private Cipher cipher(int mode, byte[] message, int bodyOffset) throws GeneralSecurityException {
    byte[] secret = keys.encryption();
    int keyLength = secret.length - 4;
    byte[] nonce = new byte[4 + IV];
    System.arraycopy(secret, keyLength, nonce, 0, 4);
    System.arraycopy(message, bodyOffset, nonce, 4, IV);
    byte[] raw = Arrays.copyOf(secret, keyLength);
    boolean gcm = keys.suite().encryption() == Encryption.AES_GCM_16;
    RawKey key = new RawKey(gcm ? "AES" : "ChaCha20", raw);
    Arrays.fill(raw, (byte) 0);
    try {
      Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
      cipher.init(
          mode, key, gcm ? new GCMParameterSpec(ICV * 8, nonce) : new IvParameterSpec(nonce));
      cipher.updateAAD(message, 0, bodyOffset);
      return cipher;
    } finally {
      key.destroy();
    }
  }
}
