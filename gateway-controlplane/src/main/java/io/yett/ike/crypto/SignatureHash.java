package io.yett.ike.crypto;

import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Hash algorithms of signatures, which peers tell each other (RFC 7427 §4, RFC 8420 §2). */
public enum SignatureHash {
  SHA256(2, "SHA-256", 32),
  SHA384(3, "SHA-384", 48),
  SHA512(4, "SHA-512", 64),
  /** The message itself is signed, as Ed25519 and Ed448 do. */
  IDENTITY(5, "", 0);

  private final int number;
  private final String javaName;
  private final int octets;

  SignatureHash(int number, String javaName, int octets) {
    this.number = number;
    this.javaName = javaName;
    this.octets = octets;
  }

  /** The name of the digest in the JCA. */
  String javaName() {
    return javaName;
  }

  int octets() {
    return octets;
  }

  /** SIGNATURE_HASH_ALGORITHMS with these. */
  public static NotifyPayload announce(Collection<SignatureHash> hashes) {
    ByteBuffer data = ByteBuffer.allocate(2 * hashes.size());
    EnumSet.copyOf(hashes).forEach(hash -> data.putShort((short) hash.number));
    return NotifyPayload.of(NotifyType.SIGNATURE_HASH_ALGORITHMS, data.array());
  }

  /**
   * What a peer's SIGNATURE_HASH_ALGORITHMS names that is known here; SHA-1 is not.
   *
   * @param data two octets each; what is left over is ignored
   */
  public static Set<SignatureHash> read(byte[] data) {
    Set<SignatureHash> hashes = EnumSet.noneOf(SignatureHash.class);
    for (int i = 0; i + 1 < data.length; i += 2) {
      int number = (data[i] & 0xff) << 8 | (data[i + 1] & 0xff);
      for (SignatureHash hash : values()) {
        if (hash.number == number) {
          hashes.add(hash);
        }
      }
    }
    return hashes;
  }
}
