package io.yett.dpdk;

import io.yett.dpdk.CryptoTransform.Auth;
import io.yett.dpdk.MessageBurst.Message;
import io.yett.dpdk.MessageBurst.Result;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The same by the JDK's own providers, or by {@link AesModes} where these have no such mode. */
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
    byte[] text = encrypt(m);
    byte[] mac =
        m.transform().auth() == Auth.AES_GMAC
            ? gcm(m.authKey(), m.iv(), join(m.head(), text), new byte[0])
            : mac(m.transform().auth(), m.authKey(), m.head(), text);
    return new Result(Layout.OP_STATUS_SUCCESS, text, Arrays.copyOf(mac, m.tag().length));
  }

  private static byte[] encrypt(Message m) throws GeneralSecurityException {
    String mode =
        switch (m.transform().cipher()) {
          case AES_CBC -> "AES/CBC/NoPadding";
          case AES_CTR -> "AES/CTR/NoPadding";
          case NONE, NULL -> null;
        };
    if (mode == null) {
      return m.text();
    }
    Cipher cipher = Cipher.getInstance(mode);
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(m.key(), "AES"), new IvParameterSpec(m.iv()));
    return cipher.doFinal(m.text());
  }

  private static Result combined(Message m) throws GeneralSecurityException {
    byte[] all =
        switch (m.transform().aead()) {
          case AES_GCM -> gcm(m.key(), m.iv(), m.head(), m.text());
          case AES_CCM -> AesModes.ccm(m.key(), m.iv(), m.head(), m.text(), m.tag().length);
          default -> chacha(m);
        };
    int length = m.text().length;
    return new Result(
        Layout.OP_STATUS_SUCCESS,
        Arrays.copyOf(all, length),
        Arrays.copyOfRange(all, length, length + m.tag().length));
  }

  /** The whole tag, of which a shorter one is the front (NIST SP 800-38D section 7.1). */
  private static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(text);
  }

  private static byte[] chacha(Message m) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(m.key(), "ChaCha20"), new IvParameterSpec(m.iv()));
    cipher.updateAAD(m.head());
    return cipher.doFinal(m.text());
  }

  /** The whole result. */
  static byte[] mac(Auth auth, byte[] key, byte[] head, byte[] text) {
    try {
      return switch (auth) {
        case AES_CMAC -> AesModes.cmac(key, join(head, text));
        case AES_XCBC_MAC -> AesModes.xcbcMac(key, join(head, text));
        default -> {
          String hash = auth == Auth.SHA1_HMAC ? "1" : Integer.toString(key.length * 8);
          Mac mac = Mac.getInstance("HmacSHA" + hash);
          mac.init(new SecretKeySpec(key, "HMAC"));
          mac.update(head);
          yield mac.doFinal(text);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Message withTag(Message m, byte[] tag) {
    return new Message(
        m.transform(), m.encrypt(), m.key(), m.authKey(), m.iv(), m.head(), m.text(), tag);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }
}
