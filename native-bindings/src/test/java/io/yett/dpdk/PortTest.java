package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bytes through real DPDK ports. */
class PortTest {
  private static final int BURST = 32;

  @TempDir Path directory;

  @BeforeAll
  static void startDpdk() {
    EalFixture.start();
  }

  private static List<byte[]> frames(int count) {
    Random random = new Random(7);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[60 + random.nextInt(1455)];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return frames;
  }

  @Test
  void carriesEveryByteFromOnePcapToAnother() throws Exception {
    Path in = directory.resolve("in.pcap");
    Path out = directory.resolve("out.pcap");
    List<byte[]> frames = frames(200);
    PcapFile.write(in, frames);
    String name = EalFixture.unique("net_pcap_");
    try (Mempool pool =
        Mempool.create(EalFixture.unique("pool"), 255, 0, Mempool.DEFAULT_DATA_ROOM)) {
      try (Port port = Port.open(name + ",rx_pcap=" + in + ",tx_pcap=" + out)) {
        assertThat(port.info().driver()).isEqualTo("net_pcap");
        port.configure(Port.Config.simple(1500), pool);
        port.start();
        long mbufs = Memory.allocate(8 * BURST);
        int carried = 0;
        for (int n; (n = port.rxBurst(0, mbufs, BURST)) > 0; carried += n) {
          for (int i = 0; i < n; i++) {
            long mbuf = Memory.getLong(mbufs + 8L * i);
            byte[] data = new byte[Mbuf.dataLength(mbuf)];
            Memory.copy(Mbuf.data(mbuf), data, 0, data.length);
            assertThat(data).isEqualTo(frames.get(carried + i));
            assertThat(Mbuf.packetLength(mbuf)).isEqualTo(data.length);
            assertThat(Mbuf.port(mbuf)).isEqualTo(port.id());
          }
          assertThat(port.txBurst(0, mbufs, n)).isEqualTo(n);
        }
        assertThat(carried).isEqualTo(200);
        PortStats stats = port.stats();
        assertThat(stats.rxPackets()).isEqualTo(200);
        assertThat(stats.txPackets()).isEqualTo(200);
        assertThat(stats.txBytes()).isEqualTo(frames.stream().mapToLong(f -> f.length).sum());
      }
      assertThat(pool.inUse()).as("mbufs that leaked").isZero();
    }
    assertThat(PcapFile.read(out))
        .usingElementComparator(java.util.Arrays::compare)
        .isEqualTo(frames);
  }

  @Test
  void ringReturnsWhatWasSent() {
    try (Mempool pool = Mempool.create(EalFixture.unique("pool"), 1023, 32, 2048);
        Port port = Port.open(EalFixture.unique("net_ring_"))) {
      port.configure(Port.Config.simple(1500), pool);
      port.start();
      long mbufs = Memory.allocate(8 * BURST);
      assertThat(pool.allocate(mbufs, BURST)).isTrue();
      for (int i = 0; i < BURST; i++) {
        long mbuf = Memory.getLong(mbufs + 8L * i);
        Mbuf.length(mbuf, 60 + i);
        Memory.putLong(Mbuf.data(mbuf), i);
      }
      assertThat(pool.inUse()).isEqualTo(BURST);
      assertThat(port.txBurst(0, mbufs, BURST)).isEqualTo(BURST);
      Memory.zero(mbufs, 8 * BURST);

      assertThat(port.rxBurstPrefetch(0, mbufs, BURST, 2)).isEqualTo(BURST);
      for (int i = 0; i < BURST; i++) {
        long mbuf = Memory.getLong(mbufs + 8L * i);
        assertThat(Mbuf.dataLength(mbuf)).isEqualTo(60 + i);
        assertThat(Memory.getLong(Mbuf.data(mbuf))).isEqualTo(i);
      }
      Mbuf.free(mbufs, BURST);
      assertThat(pool.inUse()).isZero();
    }
  }

  @Test
  void emptyPoolIsRefusedNotHalfServed() {
    try (Mempool pool = Mempool.create(EalFixture.unique("pool"), 31, 0, 2048)) {
      long mbufs = Memory.allocate(8 * BURST);
      assertThat(pool.allocate(mbufs, BURST)).isFalse();
      assertThat(pool.inUse()).isZero();
      assertThat(pool.allocate(mbufs, 31)).isTrue();
      assertThat(pool.available()).isZero();
      Mbuf.free(mbufs, 31);
    }
  }

  @Test
  void tooManyQueuesNameTheLimit() {
    try (Mempool pool = Mempool.create(EalFixture.unique("pool"), 31, 0, 2048);
        Port port = Port.open(EalFixture.unique("net_ring_"))) {
      int queues = port.info().maxRxQueues() + 1;
      assertThatThrownBy(() -> port.configure(new Port.Config(queues, 1, 512, 1500, 0, 0), pool))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("offers " + (queues - 1) + " RX")
          .hasMessageContaining("remedy: use fewer lanes")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void frameThatDoesNotFitAnMbufIsRefused() {
    try (Mempool pool = Mempool.create(EalFixture.unique("pool"), 31, 0, 1024);
        Port port = Port.open(EalFixture.unique("net_ring_"))) {
      assertThatThrownBy(() -> port.configure(Port.Config.simple(1500), pool))
          .isInstanceOf(DpdkException.class)
          .hasMessageContaining("does not fit the 896 bytes of an mbuf")
          .hasMessageContaining("remedy: lower the port's mtu");
    }
  }

  @Test
  void openingTwiceGivesTheSamePort() {
    String name = EalFixture.unique("net_ring_");
    try (Port first = Port.open(name)) {
      assertThat(Port.open(name).id()).isEqualTo(first.id());
      assertThat(first.mac()).isNotNegative();
      assertThat(first.toString()).contains(name).contains("net_ring");
    }
  }
}
