package io.yett.ike.message;

/** Seals SK and SKF payloads with one direction's keys (RFC 7296 §3.14, RFC 5282). */
public interface SkSealer {

  /** Octets of IV, ciphertext with padding, and ICV for a plaintext of that length. */
  int sealedLength(int plaintextLength);

  /**
   * Encrypts into a message whose headers are already written, their length fields included.
   *
   * @param message the whole message; filled from {@code bodyOffset} to its end
   * @param bodyOffset where the initialization vector goes; what precedes is authenticated
   * @param plaintext the inner payloads
   */
  void seal(byte[] message, int bodyOffset, byte[] plaintext);
}
