package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import io.yett.dpdk.generated.yett_field_layout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where DPDK's fields are, in bytes from the start of the mbuf or crypto operation, as the C
 * compiler saw them in the DPDK that is loaded. Read once; constants for the JIT after that.
 */
public final class Layout {
  public static final int MBUF_BUF_ADDR = Table.offset(YettDpdk.YETT_MBUF_BUF_ADDR());
  public static final int MBUF_DATA_OFF = Table.offset(YettDpdk.YETT_MBUF_DATA_OFF());
  public static final int MBUF_REFCNT = Table.offset(YettDpdk.YETT_MBUF_REFCNT());
  public static final int MBUF_NB_SEGS = Table.offset(YettDpdk.YETT_MBUF_NB_SEGS());
  public static final int MBUF_PORT = Table.offset(YettDpdk.YETT_MBUF_PORT());
  public static final int MBUF_OL_FLAGS = Table.offset(YettDpdk.YETT_MBUF_OL_FLAGS());
  public static final int MBUF_PACKET_TYPE = Table.offset(YettDpdk.YETT_MBUF_PACKET_TYPE());
  public static final int MBUF_PKT_LEN = Table.offset(YettDpdk.YETT_MBUF_PKT_LEN());
  public static final int MBUF_DATA_LEN = Table.offset(YettDpdk.YETT_MBUF_DATA_LEN());
  public static final int MBUF_BUF_LEN = Table.offset(YettDpdk.YETT_MBUF_BUF_LEN());
  public static final int MBUF_POOL = Table.offset(YettDpdk.YETT_MBUF_POOL());
  public static final int MBUF_NEXT = Table.offset(YettDpdk.YETT_MBUF_NEXT());

  public static final int OP_TYPE = Table.offset(YettDpdk.YETT_OP_TYPE());
  public static final int OP_STATUS = Table.offset(YettDpdk.YETT_OP_STATUS());
  public static final int OP_SESS_TYPE = Table.offset(YettDpdk.YETT_OP_SESS_TYPE());
  public static final int OP_PHYS_ADDR = Table.offset(YettDpdk.YETT_OP_PHYS_ADDR());

  /** Fields of rte_crypto_sym_op count from the start of the rte_crypto_op too. */
  public static final int SYM_M_SRC = Table.offset(YettDpdk.YETT_SYM_M_SRC());

  public static final int SYM_M_DST = Table.offset(YettDpdk.YETT_SYM_M_DST());
  public static final int SYM_SESSION = Table.offset(YettDpdk.YETT_SYM_SESSION());
  public static final int SYM_AEAD_DATA_OFFSET = Table.offset(YettDpdk.YETT_SYM_AEAD_DATA_OFFSET());
  public static final int SYM_AEAD_DATA_LENGTH = Table.offset(YettDpdk.YETT_SYM_AEAD_DATA_LENGTH());
  public static final int SYM_AEAD_DIGEST_DATA = Table.offset(YettDpdk.YETT_SYM_AEAD_DIGEST_DATA());
  public static final int SYM_AEAD_DIGEST_PHYS = Table.offset(YettDpdk.YETT_SYM_AEAD_DIGEST_PHYS());
  public static final int SYM_AEAD_AAD_DATA = Table.offset(YettDpdk.YETT_SYM_AEAD_AAD_DATA());
  public static final int SYM_AEAD_AAD_PHYS = Table.offset(YettDpdk.YETT_SYM_AEAD_AAD_PHYS());
  public static final int SYM_CIPHER_DATA_OFFSET =
      Table.offset(YettDpdk.YETT_SYM_CIPHER_DATA_OFFSET());
  public static final int SYM_CIPHER_DATA_LENGTH =
      Table.offset(YettDpdk.YETT_SYM_CIPHER_DATA_LENGTH());
  public static final int SYM_AUTH_DATA_OFFSET = Table.offset(YettDpdk.YETT_SYM_AUTH_DATA_OFFSET());
  public static final int SYM_AUTH_DATA_LENGTH = Table.offset(YettDpdk.YETT_SYM_AUTH_DATA_LENGTH());
  public static final int SYM_AUTH_DIGEST_DATA = Table.offset(YettDpdk.YETT_SYM_AUTH_DIGEST_DATA());
  public static final int SYM_AUTH_DIGEST_PHYS = Table.offset(YettDpdk.YETT_SYM_AUTH_DIGEST_PHYS());

  /** Bytes of an mbuf's header. */
  public static final int MBUF_SIZE = (int) Table.constant(YettDpdk.YETT_MBUF_SIZE());

  /** Bytes before the data of a fresh mbuf: room for headers that are put in front. */
  public static final int MBUF_HEADROOM = (int) Table.constant(YettDpdk.YETT_MBUF_HEADROOM());

  /** Where the IV of a symmetric operation begins, from the start of the operation. */
  public static final int OP_IV = (int) Table.constant(YettDpdk.YETT_OP_IV());

  public static final byte OP_TYPE_SYMMETRIC =
      (byte) Table.constant(YettDpdk.YETT_OP_TYPE_SYMMETRIC());
  public static final byte OP_STATUS_SUCCESS =
      (byte) Table.constant(YettDpdk.YETT_OP_STATUS_SUCCESS());
  public static final byte OP_STATUS_NOT_PROCESSED =
      (byte) Table.constant(YettDpdk.YETT_OP_STATUS_NOT_PROCESSED());
  public static final byte OP_STATUS_AUTH_FAILED =
      (byte) Table.constant(YettDpdk.YETT_OP_STATUS_AUTH_FAILED());
  public static final byte OP_SESS_WITH_SESSION =
      (byte) Table.constant(YettDpdk.YETT_OP_SESS_WITH_SESSION());

  /** Bits of {@link Mbuf#offloadFlags}: an IPv4 header checksum is bad if masked they equal BAD. */
  public static final long RX_IP_CKSUM_MASK = Table.constant(YettDpdk.YETT_RX_IP_CKSUM_MASK());

  public static final long RX_IP_CKSUM_BAD = Table.constant(YettDpdk.YETT_RX_IP_CKSUM_BAD());

  /** RX offload: the device checks IPv4 header checksums. */
  public static final long RX_OFFLOAD_IPV4_CKSUM =
      Table.constant(YettDpdk.YETT_RX_OFFLOAD_IPV4_CKSUM());

  /** TX offload: all mbufs of a queue come from one pool and have one reference. */
  public static final long TX_OFFLOAD_FAST_FREE =
      Table.constant(YettDpdk.YETT_TX_OFFLOAD_FAST_FREE());

  /** How many threads may be registered with DPDK at once. */
  public static final int MAX_LCORES = (int) Table.constant(YettDpdk.YETT_MAX_LCORES());

  private Layout() {}

  /**
   * The library's tables. Apart from {@link Layout}, so that a bad one is an error, not a crash.
   */
  static final class Table {
    private static final int[] OFFSETS = new int[YettDpdk.YETT_FIELD_COUNT()];
    private static final int[] SIZES = new int[YettDpdk.YETT_FIELD_COUNT()];
    private static final long[] CONSTANTS = new long[YettDpdk.YETT_CONSTANT_COUNT()];
    private static boolean read;

    private Table() {}

    static int offset(int field) {
      NativeLibrary.load();
      return OFFSETS[field];
    }

    static int size(int field) {
      NativeLibrary.load();
      return SIZES[field];
    }

    static long constant(int id) {
      NativeLibrary.load();
      return CONSTANTS[id];
    }

    /** Reads the tables and checks what the accessors take for granted. Called by the loader. */
    static synchronized void check() {
      if (read) {
        return;
      }
      try (Arena arena = Arena.ofConfined()) {
        int fields = OFFSETS.length;
        MemorySegment table = yett_field_layout.allocateArray(fields, arena);
        MemorySegment constants = arena.allocate(ValueLayout.JAVA_LONG, CONSTANTS.length);
        if (YettDpdk.yett_layout(table, fields) != fields
            || YettDpdk.yett_constants(constants, CONSTANTS.length) != CONSTANTS.length) {
          throw new DpdkException(
              "the native library has another layout table than this jar; remedy: rebuild both"
                  + " together (mvn clean package)");
        }
        for (int i = 0; i < fields; i++) {
          MemorySegment entry = yett_field_layout.asSlice(table, i);
          OFFSETS[i] = yett_field_layout.offset(entry);
          SIZES[i] = yett_field_layout.size(entry);
        }
        for (int i = 0; i < CONSTANTS.length; i++) {
          CONSTANTS[i] = constants.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
      }
      for (int i = 0; i < SIZES.length; i++) {
        if (SIZES[i] != expectedSize(i)) {
          throw new DpdkException(
              "DPDK's structure field "
                  + i
                  + " has "
                  + SIZES[i]
                  + " bytes, this jar expects "
                  + expectedSize(i)
                  + "; remedy: use DPDK 22.11 or 24.11");
        }
      }
      checkNeighbors();
      read = true;
    }

    /**
     * {@link Mbuf} and {@link CryptoOp} read and write some neighbours at once; and an operation
     * keeps the address of its AAD while it serves chains.
     */
    private static void checkNeighbors() {
      int first = OFFSETS[YettDpdk.YETT_MBUF_DATA_OFF()];
      if (OFFSETS[YettDpdk.YETT_MBUF_DATA_LEN()] != OFFSETS[YettDpdk.YETT_MBUF_PKT_LEN()] + 4
          || OFFSETS[YettDpdk.YETT_SYM_AEAD_DATA_LENGTH()]
              != OFFSETS[YettDpdk.YETT_SYM_AEAD_DATA_OFFSET()] + 4
          || OFFSETS[YettDpdk.YETT_SYM_CIPHER_DATA_LENGTH()]
              != OFFSETS[YettDpdk.YETT_SYM_CIPHER_DATA_OFFSET()] + 4
          || OFFSETS[YettDpdk.YETT_SYM_AUTH_DATA_LENGTH()]
              != OFFSETS[YettDpdk.YETT_SYM_AUTH_DATA_OFFSET()] + 4
          || OFFSETS[YettDpdk.YETT_SYM_AUTH_DIGEST_DATA()] + 8
              > OFFSETS[YettDpdk.YETT_SYM_AEAD_AAD_DATA()]
          || OFFSETS[YettDpdk.YETT_MBUF_REFCNT()] != first + 2
          || OFFSETS[YettDpdk.YETT_MBUF_NB_SEGS()] != first + 4
          || OFFSETS[YettDpdk.YETT_MBUF_PORT()] != first + 6) {
        throw new DpdkException(
            "DPDK's structures have another order of fields than this jar expects; remedy: use"
                + " DPDK 22.11 or 24.11");
      }
    }

    /** Bytes that {@link Mbuf} and {@link CryptoOp} read and write for a field. */
    private static int expectedSize(int field) {
      if (field == YettDpdk.YETT_MBUF_DATA_OFF()
          || field == YettDpdk.YETT_MBUF_REFCNT()
          || field == YettDpdk.YETT_MBUF_NB_SEGS()
          || field == YettDpdk.YETT_MBUF_PORT()
          || field == YettDpdk.YETT_MBUF_DATA_LEN()
          || field == YettDpdk.YETT_MBUF_BUF_LEN()) {
        return Short.BYTES;
      }
      if (field == YettDpdk.YETT_MBUF_PACKET_TYPE()
          || field == YettDpdk.YETT_MBUF_PKT_LEN()
          || field == YettDpdk.YETT_SYM_AEAD_DATA_OFFSET()
          || field == YettDpdk.YETT_SYM_AEAD_DATA_LENGTH()
          || field == YettDpdk.YETT_SYM_CIPHER_DATA_OFFSET()
          || field == YettDpdk.YETT_SYM_CIPHER_DATA_LENGTH()
          || field == YettDpdk.YETT_SYM_AUTH_DATA_OFFSET()
          || field == YettDpdk.YETT_SYM_AUTH_DATA_LENGTH()) {
        return Integer.BYTES;
      }
      if (field == YettDpdk.YETT_OP_TYPE()
          || field == YettDpdk.YETT_OP_STATUS()
          || field == YettDpdk.YETT_OP_SESS_TYPE()) {
        return Byte.BYTES;
      }
      return Long.BYTES;
    }
  }
}
