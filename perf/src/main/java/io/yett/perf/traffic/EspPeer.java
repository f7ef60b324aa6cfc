package io.yett.perf.traffic;

import io.yett.perf.scenario.Algorithm;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other end of the tunnels: encrypts packets to us (RFC 4303 section 3.3). It is independent of
 * the data plane and as slow as it likes.
 */
final class EspPeer {
  private static final int ESP_HEADER = 8;
  private static final int UDP_HEADER = 8;
  private static final int NEXT_HEADER_IPV4 = 4;

  private final Algorithm algorithm;
  private final boolean udp;
  private final boolean esn;
  private final Cipher cipher;
  private final Mac mac;

  EspPeer(Algorithm algorithm, boolean udp, boolean esn) throws GeneralSecurityException {
    this.algorithm = algorithm;
    this.udp = udp;
    this.esn = esn;
    this.cipher =
        Cipher.getInstance(
            switch (algorithm) {
              case AES_128_GCM, AES_256_GCM -> "AES/GCM/NoPadding";
              case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
              case AES_128_CBC_HMAC_SHA256 -> "AES/CBC/NoPadding";
            });
    this.mac = algorithm.isAead() ? null : Mac.getInstance("HmacSHA256");
  }

  /**
   * The outer packet around an inner one.
   *
   * @param sequence 64 bits, at least 1
   */
  byte[] encapsulate(int tunnel, long sequence, byte[] inner) throws GeneralSecurityException {
    int spi = AddressPlan.inboundSpi(tunnel);
    byte[] key =
        AddressPlan.key(
            spi, algorithm.keyLength() + algorithm.authKeyLength() + algorithm.saltLength());
    byte[] iv = AddressPlan.key(spi ^ Long.hashCode(sequence * 31), algorithm.ivLength());
    byte[] sealed =
        algorithm.isAead()
            ? seal(key, iv, spi, sequence, pad(inner))
            : encryptThenAuthenticate(key, iv, spi, sequence, pad(inner));
    int espLength = ESP_HEADER + iv.length + sealed.length;
    int length = ClearFrames.IPV4_HEADER + (udp ? UDP_HEADER : 0) + espLength;
    ByteBuffer packet = ByteBuffer.allocate(length);
    ClearFrames.putIpv4(
        packet,
        length,
        (int) sequence,
        udp ? ClearFrames.PROTOCOL_UDP : ClearFrames.PROTOCOL_ESP,
        AddressPlan.peer(tunnel),
        AddressPlan.BLACK_GATEWAY);
    if (udp) {
      packet.putShort((short) AddressPlan.NAT_TRAVERSAL_PORT);
      packet.putShort((short) AddressPlan.NAT_TRAVERSAL_PORT);
      packet.putShort((short) (UDP_HEADER + espLength)).putShort((short) 0);
    }
    return packet.putInt(spi).putInt((int) sequence).put(iv).put(sealed).array();
  }

  /** RFC 4303 section 2.4: padding counts 1, 2, 3. */
  private byte[] pad(byte[] inner) {
    byte[] padded = Arrays.copyOf(inner, algorithm.ciphertextLength(inner.length));
    int padding = padded.length - inner.length - 2;
    for (int i = 1; i <= padding; i++) {
      padded[inner.length + i - 1] = (byte) i;
    }
    padded[padded.length - 2] = (byte) padding;
    padded[padded.length - 1] = NEXT_HEADER_IPV4;
    return padded;
  }

  /** RFC 4106 section 5, RFC 7634 section 2. */
  private byte[] seal(byte[] key, byte[] iv, int spi, long sequence, byte[] plaintext)
      throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(12).put(key, algorithm.keyLength(), 4).put(iv).array();
    AlgorithmParameterSpec parameters =
        algorithm == Algorithm.CHACHA20_POLY1305
            ? new IvParameterSpec(nonce)
            : new GCMParameterSpec(8 * Algorithm.ICV, nonce);
    cipher.init(Cipher.ENCRYPT_MODE, cipherKey(key), parameters);
    cipher.updateAAD(
        esn
            ? ByteBuffer.allocate(12).putInt(spi).putLong(sequence).array()
            : ByteBuffer.allocate(8).putInt(spi).putInt((int) sequence).array());
    return cipher.doFinal(plaintext);
  }

  /** RFC 3602 and RFC 4868; RFC 4303 section 2.2.1 puts the number's upper half at the end. */
  private byte[] encryptThenAuthenticate(
      byte[] key, byte[] iv, int spi, long sequence, byte[] plaintext)
      throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, cipherKey(key), new IvParameterSpec(iv));
    byte[] ciphertext = cipher.doFinal(plaintext);
    mac.init(
        new SecretKeySpec(key, algorithm.keyLength(), algorithm.authKeyLength(), "HmacSHA256"));
    mac.update(ByteBuffer.allocate(ESP_HEADER).putInt(spi).putInt((int) sequence).array());
    mac.update(iv);
    mac.update(ciphertext);
    if (esn) {
      mac.update(ByteBuffer.allocate(4).putInt((int) (sequence >>> 32)).array());
    }
    byte[] icv = mac.doFinal();
    byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + Algorithm.ICV);
    System.arraycopy(icv, 0, sealed, ciphertext.length, Algorithm.ICV);
    return sealed;
  }

  private SecretKeySpec cipherKey(byte[] key) {
    String name = algorithm == Algorithm.CHACHA20_POLY1305 ? "ChaCha20" : "AES";
    return new SecretKeySpec(key, 0, algorithm.keyLength(), name);
  }
}
