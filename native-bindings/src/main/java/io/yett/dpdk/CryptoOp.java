package io.yett.dpdk;

/**
 * Fields of a symmetric crypto operation (rte_crypto_op) at an address. The owner of the operation
 * calls. Physical addresses are not set: {@link CryptoDevice} refuses devices that would need them.
 */
public final class CryptoOp {
  private CryptoOp() {}

  /** One of {@link Layout}{@code .OP_STATUS_*}. */
  public static byte status(long op) {
    return Memory.getByte(op + Layout.OP_STATUS);
  }

  /** Makes a used operation ready to be enqueued again. */
  public static void resetStatus(long op) {
    Memory.putByte(op + Layout.OP_STATUS, Layout.OP_STATUS_NOT_PROCESSED);
  }

  /** The mbuf to work on, in place. */
  public static void source(long op, long mbuf) {
    Memory.putLong(op + Layout.SYM_M_SRC, mbuf);
  }

  public static long source(long op) {
    return Memory.getLong(op + Layout.SYM_M_SRC);
  }

  /** A session of {@link CryptoDevice#createSession}. */
  public static void session(long op, long session) {
    Memory.putLong(op + Layout.SYM_SESSION, session);
  }

  /** What to encrypt or decrypt: bytes from the mbuf's data, and how many. */
  public static void aeadData(long op, int offset, int length) {
    Memory.putLong(op + Layout.SYM_AEAD_DATA_OFFSET, offset | ((long) length << 32));
  }

  /** Address of the tag: written on encryption, compared on decryption. */
  public static void aeadDigest(long op, long address) {
    Memory.putLong(op + Layout.SYM_AEAD_DIGEST_DATA, address);
  }

  /** Address of the additional authenticated data; the session has its length. */
  public static void aeadAad(long op, long address) {
    Memory.putLong(op + Layout.SYM_AEAD_AAD_DATA, address);
  }

  /**
   * What a chain encrypts or decrypts: octets from the mbuf's data, and how many. The chain's
   * fields share their place with those of an AEAD, but for the address of its AAD.
   */
  public static void cipherData(long op, int offset, int length) {
    Memory.putLong(op + Layout.SYM_CIPHER_DATA_OFFSET, offset | ((long) length << 32));
  }

  /** What a chain authenticates: octets from the mbuf's data, and how many. */
  public static void authData(long op, int offset, int length) {
    Memory.putLong(op + Layout.SYM_AUTH_DATA_OFFSET, offset | ((long) length << 32));
  }

  /** Address of a chain's truncated MAC: written on encryption, compared on decryption. */
  public static void authDigest(long op, long address) {
    Memory.putLong(op + Layout.SYM_AUTH_DIGEST_DATA, address);
  }

  /** Address of the IV within the operation; the bytes behind it are the caller's too. */
  public static long iv(long op) {
    return op + Layout.OP_IV;
  }
}
