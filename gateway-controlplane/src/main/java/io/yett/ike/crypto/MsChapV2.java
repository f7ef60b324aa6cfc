package io.yett.ike.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.params.DESParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * MS-CHAP-V2 (RFC 2759) and its keys (RFC 3079). Its MD4 and DES are weak: whoever sees an exchange
 * in clear finds the password. In IKE it runs inside an IKE SA whose responder is authenticated.
 */
public final class MsChapV2 {
  /** Octets of a challenge of either side. */
  public static final int CHALLENGE_OCTETS = 16;

  /** Octets of NT-Response. */
  public static final int RESPONSE_OCTETS = 24;

  /** Octets of the MSK (RFC 3748 §7.10). */
  private static final int MSK_OCTETS = 64;

  private static final int HASH_OCTETS = 16;
  private static final byte[] SERVER_TO_CLIENT =
      "Magic server to client signing constant".getBytes(US_ASCII);
  private static final byte[] PAD_TO_DO_MORE =
      "Pad to make it do more than one iteration".getBytes(US_ASCII);
  private static final byte[] MASTER = "This is the MPPE Master Key".getBytes(US_ASCII);
  private static final byte[] CLIENT_SENDS =
      ("On the client side, this is the send key; " + "on the server side, it is the receive key.")
          .getBytes(US_ASCII);
  private static final byte[] SERVER_SENDS =
      ("On the client side, this is the receive key; " + "on the server side, it is the send key.")
          .getBytes(US_ASCII);

  private MsChapV2() {}

  /** NtPasswordHash (RFC 2759 §8.3): as good as the password, so the caller wipes it. */
  public static byte[] passwordHash(char[] password) {
    byte[] octets = new byte[2 * password.length];
    UTF_16LE.encode(CharBuffer.wrap(password)).get(octets);
    try {
      return md4(octets);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** GenerateNTResponse (RFC 2759 §8.1). */
  public static byte[] ntResponse(
      byte[] serverChallenge, byte[] peerChallenge, byte[] user, byte[] passwordHash) {
    byte[] challenge = challengeHash(peerChallenge, serverChallenge, user);
    byte[] padded = Arrays.copyOf(passwordHash, 21);
    byte[] response = new byte[RESPONSE_OCTETS];
    for (int i = 0; i < 3; i++) {
      des(Arrays.copyOfRange(padded, 7 * i, 7 * i + 7), challenge, response, 8 * i);
    }
    Arrays.fill(padded, (byte) 0);
    return response;
  }

  /** GenerateAuthenticatorResponse (RFC 2759 §8.7): {@code S=} and 40 digits. */
  public static String authenticatorResponse(
      byte[] passwordHash,
      byte[] ntResponse,
      byte[] peerChallenge,
      byte[] serverChallenge,
      byte[] user) {
    byte[] hashHash = md4(passwordHash);
    byte[] digest = sha1(hashHash, ntResponse, SERVER_TO_CLIENT);
    Arrays.fill(hashHash, (byte) 0);
    byte[] challenge = challengeHash(peerChallenge, serverChallenge, user);
    return "S="
        + HexFormat.of()
            .formatHex(sha1(digest, challenge, PAD_TO_DO_MORE))
            .toUpperCase(Locale.ROOT);
  }

  /**
   * The MSK of EAP-MSCHAPv2: MasterReceiveKey and MasterSendKey of the server (RFC 3079 §3.3, with
   * 128 bits), filled up with zeros. The caller wipes it.
   */
  public static byte[] masterSessionKey(byte[] passwordHash, byte[] ntResponse) {
    byte[] hashHash = md4(passwordHash);
    byte[] master = Arrays.copyOf(sha1(hashHash, ntResponse, MASTER), HASH_OCTETS);
    byte[] msk = new byte[MSK_OCTETS];
    System.arraycopy(startKey(master, CLIENT_SENDS), 0, msk, 0, HASH_OCTETS);
    System.arraycopy(startKey(master, SERVER_SENDS), 0, msk, HASH_OCTETS, HASH_OCTETS);
    Arrays.fill(hashHash, (byte) 0);
    Arrays.fill(master, (byte) 0);
    return msk;
  }

  /** GetAsymetricStartKey (RFC 3079 §3.3). */
  static byte[] startKey(byte[] master, byte[] magic) {
    byte[] first = new byte[40];
    byte[] second = new byte[40];
    Arrays.fill(second, (byte) 0xf2);
    return Arrays.copyOf(sha1(master, first, magic, second), HASH_OCTETS);
  }

  private static byte[] challengeHash(byte[] peer, byte[] server, byte[] user) {
    return Arrays.copyOf(sha1(peer, server, user), 8);
  }

  private static byte[] md4(byte[] octets) {
    MD4Digest digest = new MD4Digest();
    digest.update(octets, 0, octets.length);
    byte[] hash = new byte[HASH_OCTETS];
    digest.doFinal(hash, 0);
    return hash;
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-1", e);
    }
  }

  /** DES with a key of 56 bits, to which parity bits are added. */
  private static void des(byte[] key, byte[] block, byte[] out, int at) {
    byte[] spread = new byte[8];
    long bits = 0;
    for (byte octet : key) {
      bits = bits << 8 | (octet & 0xff);
    }
    for (int i = 0; i < 8; i++) {
      spread[i] = (byte) (bits >>> (49 - 7 * i) << 1);
    }
    DESParameters.setOddParity(spread);
    DESEngine des = new DESEngine();
    des.init(true, new KeyParameter(spread));
    des.processBlock(block, 0, out, at);
    Arrays.fill(spread, (byte) 0);
  }
}
