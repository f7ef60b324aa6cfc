package io.yett.ike.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes and reads the keys of an IKE SA, so that it outlives a restart of the process. The next IV
 * does not go along: a checkpoint may be older than the last message, and may be read twice, so
 * what is read starts at an IV of its own (see {@link SkAead}).
 */
final class IkeKeysCheckpoint {
  private static final int MAX_KEY = 128;

  private IkeKeysCheckpoint() {}

  /** The caller wipes the octets. */
  static byte[] write(IkeKeys keys) {
    IkeSuite suite = keys.suite();
    ByteBuffer out = ByteBuffer.allocate(48 + 7 * (2 + MAX_KEY));
    out.putShort((short) suite.encryption().id().number());
    out.putShort((short) suite.keyBits());
    out.putShort((short) (suite.integrity() == null ? 0 : suite.integrity().id().number()));
    out.putShort((short) suite.prf().id().number());
    out.putShort((short) suite.keyExchange().id().number());
    out.put((byte) suite.additional().size());
    suite.additional().forEach(method -> out.putShort((short) method.id().number()));
    out.put((byte) (keys.originalInitiator() ? 1 : 0));
    for (byte[] key : keys.all()) {
      out.putShort((short) key.length).put(key);
    }
    byte[] octets = Arrays.copyOf(out.array(), out.position());
    Arrays.fill(out.array(), (byte) 0);
    return octets;
  }

  /** Throws {@link IllegalArgumentException} for anything that {@link #write} did not make. */
  static IkeKeys read(byte[] octets, SecureRandom random) {
    try {
      ByteBuffer in = ByteBuffer.wrap(octets);
      Encryption encryption = Encryption.of(in.getShort());
      int keyBits = in.getShort();
      Integrity integrity = Integrity.of(in.getShort());
      Prf prf = Prf.of(in.getShort());
      KeyExchangeMethod method = KeyExchangeMethod.of(in.getShort());
      List<KeyExchangeMethod> additional = new ArrayList<>();
      for (int left = in.get(); left > 0; left--) {
        KeyExchangeMethod known = KeyExchangeMethod.of(in.getShort());
        if (known == null) {
          throw new IllegalArgumentException("the checkpoint has an unknown key exchange");
        }
        additional.add(known);
      }
      IkeSuite suite = new IkeSuite(encryption, keyBits, integrity, prf, method, additional);
      boolean originalInitiator = in.get() == 1;
      byte[][] keys = new byte[7][];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = key(in, length(suite, i));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("the checkpoint of the keys is malformed");
      }
      return new IkeKeys(suite, originalInitiator, keys, random);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the checkpoint of the keys is cut off", e);
    }
  }

  /** In the order of RFC 7296 §2.14: SK_d, SK_ai, SK_ar, SK_ei, SK_er, SK_pi, SK_pr. */
  private static int length(IkeSuite suite, int index) {
    return switch (index) {
      case 1, 2 -> suite.integrityKeyLength();
      case 3, 4 -> suite.encryptionKeyLength();
      default -> suite.prf().length();
    };
  }

  private static byte[] key(ByteBuffer in, int wanted) {
    if (in.getShort() != wanted) {
      throw new IllegalArgumentException("the checkpoint has a key of another length");
    }
    byte[] key = new byte[wanted];
    in.get(key);
    return key;
  }
}
