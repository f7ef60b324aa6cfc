package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layout table against what DPDK itself writes into a fresh mbuf and operation. */
class LayoutTest {
  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  @Test
  void freshMbufHasWhatDpdkPromises() {
    try (Mempool pool = Mempool.create(EalFixture.unique("layout"), 63, 0, 2048)) {
      long array = Memory.allocate(8);
      assertThat(pool.allocate(array, 1)).isTrue();
      long mbuf = Memory.getLong(array);

      assertThat(Mbuf.buffer(mbuf)).isEqualTo(mbuf + Layout.MBUF_SIZE);
      assertThat(Mbuf.bufferLength(mbuf)).isEqualTo(2048);
      assertThat(Mbuf.dataOffset(mbuf)).isEqualTo(Layout.MBUF_HEADROOM).isEqualTo(128);
      assertThat(Mbuf.data(mbuf)).isEqualTo(Mbuf.buffer(mbuf) + 128);
      assertThat(Mbuf.referenceCount(mbuf)).isEqualTo(1);
      assertThat(Mbuf.segments(mbuf)).isEqualTo(1);
      assertThat(Mbuf.next(mbuf)).isZero();
      assertThat(Mbuf.pool(mbuf)).isEqualTo(pool.address());
      assertThat(Mbuf.port(mbuf)).isEqualTo(0xffff);
      assertThat(Mbuf.packetLength(mbuf)).isZero();
      assertThat(Mbuf.dataLength(mbuf)).isZero();
      assertThat(Mbuf.offloadFlags(mbuf)).isZero();
      assertThat(Mbuf.tailroom(mbuf)).isEqualTo(2048 - 128);
      Mbuf.free(array, 1);
    }
  }

  @Test
  void freshOperationHasWhatDpdkPromises() {
    try (CryptoOpPool pool = CryptoOpPool.create(EalFixture.unique("ops"), 63, 32)) {
      long array = Memory.allocate(8);
      assertThat(pool.allocate(array, 1)).isTrue();
      long op = Memory.getLong(array);

      assertThat(Memory.getByte(op + Layout.OP_TYPE)).isEqualTo(Layout.OP_TYPE_SYMMETRIC);
      assertThat(CryptoOp.status(op)).isEqualTo(Layout.OP_STATUS_NOT_PROCESSED);
      assertThat(Memory.getByte(op + Layout.OP_SESS_TYPE)).isEqualTo(Layout.OP_SESS_WITH_SESSION);
      assertThat(CryptoOp.iv(op)).isEqualTo(op + Layout.OP_IV);
      assertThat(Layout.OP_IV).isGreaterThan(Layout.SYM_AUTH_DIGEST_PHYS);
      CryptoOpPool.free(array, 1);
      assertThat(pool.inUse()).isZero();
    }
  }

  @Test
  void cacheLineOfAnMbufHeaderHoldsTheHotFields() {
    assertThat(Layout.MBUF_SIZE).isEqualTo(128);
    assertThat(Layout.MBUF_BUF_ADDR).isZero();
    assertThat(Layout.MBUF_DATA_LEN).isLessThan(64);
    assertThat(Layout.MBUF_PKT_LEN).isLessThan(64);
  }
}
