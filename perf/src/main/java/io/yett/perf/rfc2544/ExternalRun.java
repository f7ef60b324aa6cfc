package io.yett.perf.rfc2544;

import io.yett.dataplane.counters.PacketCounters;
import io.yett.dpdk.Mempool;
import io.yett.perf.dut.Testbed;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FramePool;
import io.yett.perf.generator.Wire;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** Forwards for a generator that is elsewhere, and says what that has to send. */
final class ExternalRun {
  private static final int MBUFS = 16_383;
  private static final int REPORT_SECONDS = 5;
  private static final int POLL_MILLIS = 20;

  private ExternalRun() {}

  /** Forwards until the process is ended. */
  static void serve(Rfc2544Options options, List<String> ports, int cpu)
      throws InterruptedException {
    long peer = options.peer();
    Mempool pool = FramePool.create("device", MBUFS, options.mtu);
    try (Testbed testbed =
            Testbed.open(ports, List.of(), options.mtu, new Testbed.Pools(pool, pool));
        TunnelLane lane =
            TunnelLane.start(
                new TunnelLane.Settings(
                    options.path, cpu, options.burst, options.crypto, peer, options.mtu),
                testbed.device().get(0),
                testbed.device().get(1),
                pool,
                null)) {
      System.out.print(guide(options, testbed.device()));
      long last = 0;
      while (true) {
        for (int i = 0; i < REPORT_SECONDS * 1000 / POLL_MILLIS; i++) {
          Thread.sleep(POLL_MILLIS);
          lane.poll();
        }
        long now = lane.counters().transmitted();
        System.out.print(reading(lane.counters(), lane.drops(), now - last));
        last = now;
      }
    }
  }

  private static String reading(PacketCounters counters, String drops, long sent) {
    return String.format(
        Locale.ROOT,
        "received %d, sent %d (%.3f Mpps), to the control plane %d%s\n",
        counters.received(),
        counters.transmitted(),
        sent / (REPORT_SECONDS * 1e6),
        counters.punted(),
        drops.isEmpty() ? "" : ", dropped: " + drops);
  }

  static String guide(Rfc2544Options options, List<Wire> wires) {
    String red = mac(wires.get(0).port().mac());
    String black = mac(wires.get(1).port().mac());
    Formatter out = new Formatter(Locale.ROOT);
    out.format(
        """
        Yett forwards from %s to %s. Let the generator send there:
          Ethernet  to %s
          IPv4      from 10.1.0.2..10.1.0.201 to 10.2.0.5
          UDP       any ports
        What leaves %s: %s, from %s to %s.

        TRex, binary search (docs/appliance-benchmark.md has the profile and its configuration):
          ./ndr --stl --port 0 1 --profile yett.py --prof-tun size=64 --pdr 0 --pdr-error %s \\
            --iter-time %d --max-iterations 20 -v --title yett-64
        pktgen-dpdk, one rate at a time:
          set 0 dst mac %s
          set 0 src ip 10.1.0.2/24
          set 0 dst ip 10.2.0.5
          set 0 type ipv4
          set 0 proto udp
          set 0 size 64
          set 0 rate 50
          start 0

        Ctrl-C ends it. What follows counts since the start.
        """,
        wires.get(0).port().name(),
        wires.get(1).port().name(),
        red,
        wires.get(1).port().name(),
        options.path == TunnelLane.Path.ENCRYPT
            ? "ESP from 192.0.2.1 to 192.0.2.2, SPI 0x1001, AES-128-GCM, key 00 01 .. 13"
            : "the same packets",
        black,
        options.peerMac,
        options.resolutionPercent,
        Math.round(options.trialSeconds),
        red);
    return out.toString();
  }

  private static String mac(long address) {
    StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(
          String.format(Locale.ROOT, shift == 0 ? "%02x" : "%02x:", address >>> shift & 0xff));
    }
    return text.toString();
  }
}
