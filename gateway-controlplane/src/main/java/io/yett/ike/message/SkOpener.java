package io.yett.ike.message;

/** Opens SK and SKF payloads with one direction's keys (RFC 7296 §3.14, RFC 5282). */
public interface SkOpener {

  /**
   * Verifies and decrypts. Total: any octets give a result, no exception.
   *
   * @param message the whole message from the first octet of the IKE header
   * @param bodyOffset where the initialization vector begins; what precedes is authenticated too
   * @param bodyLength octets of IV, ciphertext and ICV; {@code bodyOffset + bodyLength} is the
   *     message's end
   */
  OpenResult open(byte[] message, int bodyOffset, int bodyLength);

  /** What opening gave. */
  sealed interface OpenResult {
    /** The inner payloads, without padding. */
    final class Opened implements OpenResult {
      private final byte[] plaintext;

      public Opened(byte[] plaintext) {
        this.plaintext = plaintext;
      }

      public byte[] plaintext() {
        return plaintext;
      }
    }

    /** The ICV is wrong or missing. */
    record Forged() implements OpenResult {}

    /** The ICV is right, the padding beneath it is not. */
    record BadPadding() implements OpenResult {}
  }
}
