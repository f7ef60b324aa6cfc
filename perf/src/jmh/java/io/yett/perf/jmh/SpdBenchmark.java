package io.yett.perf.jmh;

import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.spd.Spd;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The search of the ordered policies, which the first packet of a flow pays for. Each policy is for
 * a /24 behind the gateway and one behind the peer; each second one for a range of ports too.
 */
@State(Scope.Thread)
public class SpdBenchmark {
  private static final int LOCAL = 0x0A00_0000;
  private static final int REMOTE = 0x1400_0000;
  private static final int NOWHERE = 0x2800_0000;
  private static final int UDP = 17;
  private static final int FIRST_PORT = 1024;
  private static final int ORDER = 1 << 12;

  @Param({"1", "100", "10000"})
  public int policies;

  private Spd spd;
  private int[] order;
  private int next;

  /** Compiles the policies. */
  @Setup(Level.Trial)
  public void compile() {
    List<PolicySpec> all = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      int firstPort = i % 2 == 0 ? 0 : FIRST_PORT;
      all.add(
          new PolicySpec(
              "p" + i,
              i,
              PolicyAction.PROTECT,
              i + 1,
              List.of(selector(LOCAL + (i << 8), firstPort)),
              List.of(selector(REMOTE + (i << 8), firstPort))));
    }
    spd = new Spd(all);
    order = new Random(1).ints(ORDER, 0, policies).toArray();
  }

  private static TrafficSelector selector(int net, int firstPort) {
    return new TrafficSelector(UDP, firstPort, 65_535, address(net), address(net + 255));
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {
            (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
          });
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /** Any of the policies matches. */
  @Benchmark
  public long match() {
    int policy = order[next++ & (ORDER - 1)];
    return spd.find(LOCAL + (policy << 8) + 7, REMOTE + (policy << 8) + 9, UDP, 2000, 3000);
  }

  /** The source is one that policies know, the destination is not. */
  @Benchmark
  public long noMatch() {
    int policy = order[next++ & (ORDER - 1)];
    return spd.find(LOCAL + (policy << 8) + 7, NOWHERE + policy, UDP, 2000, 3000);
  }
}
