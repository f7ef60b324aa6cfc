package io.yett.perf.jmh;

import io.yett.dataplane.esp.CryptoQueue;
import io.yett.dataplane.esp.EspStage;
import io.yett.dataplane.packet.Burst;
import io.yett.dataplane.packet.Verdict;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.route.LocalAddresses;
import io.yett.dataplane.route.NeighborTable;
import io.yett.dataplane.route.RouteTable;
import io.yett.dataplane.sad.SadException;
import io.yett.dataplane.spd.FlowCache;
import io.yett.dataplane.spd.FlowCache6;
import io.yett.dataplane.spd.Spd;
import io.yett.dpdk.CryptoOpPool;
import io.yett.dpdk.HugeMemory;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import java.lang.foreign.Arena;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The outbound ESP stage without its cipher: outer header from the SA's template, trailer, sequence
 * number, IV, Ethernet header, and the crypto operation, for the packets of a burst. The queue does
 * nothing and says that it has done all.
 */
@State(Scope.Thread)
public class EspHeadersBenchmark {
  private static final int PACKETS = 32;
  private static final int MBUFS = 1023;
  private static final int ETHERNET = 14;
  private static final int PEER = 0xC000_0202;
  private static final long PEER_MAC = 0x0202_0000_0002L;

  /** Octets of the inner IP packet. */
  @Param({"46", "1382"})
  public int length;

  private Burst burst;
  private EspStage stage;
  private long sa;
  private int hop;
  private int dataOffset;
  private long sequence;

  /** Does no work, at once. */
  private static final class Nothing implements CryptoQueue {
    @Override
    public boolean isImmediate() {
      return true;
    }

    @Override
    public int run(long ops, int count) {
      return 0;
    }

    @Override
    public int enqueue(long ops, int count) {
      throw new UnsupportedOperationException("this queue is immediate");
    }

    @Override
    public int dequeue(long ops, int count) {
      throw new UnsupportedOperationException("this queue is immediate");
    }
  }

  /** One SA, and a burst of packets in buffers of DPDK. */
  @Setup(Level.Trial)
  public void prepare() throws SadException {
    Dpdk.start();
    Arena arena = Arena.global();
    NeighborTable neighbors = new NeighborTable(arena, 8, 1);
    neighbors.update(0, PEER, PEER_MAC);
    hop = neighbors.find(0, PEER);
    sa = Sas.outbound(new HugeMemory()).slot();
    stage =
        new EspStage(
            arena,
            new Nothing(),
            CryptoOpPool.create("headers", EspStage.operations(1, 1), EspStage.OP_PRIVATE),
            1,
            new FlowCache(arena, 8, 1),
            new FlowCache6(arena, 8, 1));
    burst = new Burst(arena);
    burst.judgeBy(
        new Spd(List.of()),
        new Forwarding(
            new RouteTable(List.of()),
            new LocalAddresses(),
            neighbors,
            new long[] {1},
            new int[] {1500}));
    Mempool pool = Mempool.create("headers", MBUFS, 0, Mempool.DEFAULT_DATA_ROOM);
    if (!pool.allocate(burst.mbufs(), PACKETS)) {
      throw new IllegalStateException("the pool has no " + PACKETS + " buffers");
    }
    dataOffset = Mbuf.dataOffset(burst.mbuf(0));
    for (int i = 0; i < PACKETS; i++) {
      long ip = Mbuf.data(burst.mbuf(i)) + ETHERNET;
      Memory.putLong(ip, 0x45);
      Memory.putNetworkShort(ip + 2, length);
    }
    restore();
    encrypt();
    if (Burst.verdict(burst.entry(PACKETS - 1)) != Verdict.FORWARD) {
      throw new IllegalStateException("the packets are not encapsulated");
    }
  }

  /** What {@link #headers} spends on making the packets as they were. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public void restoreOnly() {
    restore();
  }

  /** Restores the packets and encapsulates them. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public void headers() {
    restore();
    encrypt();
  }

  private void restore() {
    burst.reset(0, PACKETS, 0);
    burst.cryptoCount(PACKETS);
    for (int i = 0; i < PACKETS; i++) {
      long mbuf = burst.mbuf(i);
      Mbuf.dataOffset(mbuf, dataOffset);
      Mbuf.length(mbuf, ETHERNET + length);
      long entry = burst.entry(i);
      Burst.encrypt(entry, sa, hop, 0, ETHERNET, length);
      Burst.sequence(entry, ++sequence);
      Memory.putByte(Mbuf.data(mbuf) + ETHERNET + 8, (byte) 64); // the TTL that was counted down
    }
  }

  private void encrypt() {
    stage.begin(burst);
    stage.finish(burst);
  }
}
