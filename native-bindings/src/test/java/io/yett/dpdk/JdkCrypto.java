package io.yett.dpdk;

import io.yett.dpdk.MessageBurst.Message;
import io.yett.dpdk.MessageBurst.Result;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The same by the JDK's own providers. */
final class JdkCrypto {
  private JdkCrypto() {}

  static Result seal(Message m) {
    try {
      return m.isChain() ? chain(m) : combined(m);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Result chain(Message m) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(m.key(), "AES"), new IvParameterSpec(m.iv()));
    byte[] text = cipher.doFinal(m.text());
    return new Result(Layout.OP_STATUS_SUCCESS, text, mac(m.authKey(), m.head(), text));
  }

  private static Result combined(Message m) throws GeneralSecurityException {
    boolean gcm = m.transform().aead() == CryptoTransform.Aead.AES_GCM;
    Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(m.key(), gcm ? "AES" : "ChaCha20"),
        gcm ? new GCMParameterSpec(128, m.iv()) : new IvParameterSpec(m.iv()));
    cipher.updateAAD(m.head());
    byte[] all = cipher.doFinal(m.text());
    int length = m.text().length;
    return new Result(
        Layout.OP_STATUS_SUCCESS,
        Arrays.copyOf(all, length),
        Arrays.copyOfRange(all, length, all.length));
  }

  /** The first half of the HMAC whose hash is as long as the key. */
  static byte[] mac(byte[] key, byte[] head, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA" + key.length * 8);
      mac.init(new SecretKeySpec(key, "HMAC"));
      mac.update(head);
      return Arrays.copyOf(mac.doFinal(text), key.length / 2);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Message withTag(Message m, byte[] tag) {
    return new Message(
        m.transform(), m.encrypt(), m.key(), m.authKey(), m.iv(), m.head(), m.text(), tag);
  }
}
