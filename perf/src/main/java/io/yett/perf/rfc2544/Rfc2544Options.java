package io.yett.perf.rfc2544;

import io.yett.dpdk.CryptoDevice;
import io.yett.perf.dut.TunnelLane;
import io.yett.perf.generator.FrameMix;
import java.util.List;
import picocli.CommandLine.Option;

/** The command line of {@link Rfc2544Bench}. */
final class Rfc2544Options {
  /** What an ESP tunnel over IPv4 adds to a packet at most: outer header, ESP, IV, padding, ICV. */
  private static final int TUNNEL_OVERHEAD = 64;

  private static final int ETHERNET_AND_CHECK_SEQUENCE = 18;

  @Option(
      names = "--ports",
      required = true,
      paramLabel = "A,B",
      description = "Yett's ports: frames come in by A and leave by B. PCI addresses or vdevs")
  String ports;

  @Option(
      names = "--generator-ports",
      paramLabel = "C,D",
      description = {
        "The generator's ports, joined to A and B; two net_ring ports may be named for both.",
        "Without it, Yett says how to attach another generator, and forwards until Ctrl-C"
      })
  String generatorPorts;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "64,128,256,512,1024,1280,1400",
      description = "Frames in octets with check sequence, or imix (${DEFAULT-VALUE})")
  List<String> sizes;

  @Option(
      names = "--path",
      defaultValue = "ENCRYPT",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  TunnelLane.Path path;

  @Option(
      names = "--trial-seconds",
      defaultValue = "60",
      description = "How long a trial sends (${DEFAULT-VALUE}, as RFC 2544 has it)")
  double trialSeconds;

  @Option(
      names = "--loss",
      defaultValue = "0",
      description = "Percent of the frames that may be lost (${DEFAULT-VALUE})")
  double lossPercent;

  @Option(
      names = "--resolution",
      defaultValue = "0.5",
      description = "Percent by which the result may be too low (${DEFAULT-VALUE})")
  double resolutionPercent;

  @Option(
      names = "--max-rate",
      defaultValue = "0",
      description = "Frames per second to begin with; the line's rate, or what the ports take")
  double maxRate;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      description = "Seconds at full speed before the first trial (${DEFAULT-VALUE})")
  double warmUp;

  @Option(
      names = "--flows",
      defaultValue = "64",
      description = "UDP flows, 1..65536 (${DEFAULT-VALUE})")
  int flows;

  @Option(names = "--cpu", defaultValue = "-1", description = "CPU of the lane (the last one)")
  int cpu;

  @Option(
      names = "--generator-cpus",
      split = ",",
      defaultValue = "-1",
      description = "CPU of the generator, or two: one sends, one receives (the last but one)")
  List<Integer> generatorCpus;

  @Option(
      names = "--burst",
      defaultValue = "32",
      description = "Packets per burst of the lane, 1..64 (${DEFAULT-VALUE})")
  int burst;

  @Option(
      names = "--crypto",
      defaultValue = CryptoDevice.MULTI_BUFFER,
      description = "The lane's crypto device (${DEFAULT-VALUE})")
  String crypto;

  @Option(names = "--mtu", defaultValue = "1500", description = "Of all ports (${DEFAULT-VALUE})")
  int mtu;

  @Option(
      names = "--peer-mac",
      paramLabel = "MAC",
      defaultValue = "02:00:00:00:00:02",
      description =
          "Where frames go that leave by B, if the generator is another (${DEFAULT-VALUE})")
  String peerMac;

  @Option(
      names = "--memory",
      defaultValue = "512",
      description = "MiB of hugepages, or of memory without (${DEFAULT-VALUE})")
  int memory;

  /**
   * Checks ranges, and that all frames fit.
   *
   * @throws IllegalArgumentException with a remedy
   */
  void check() {
    if (!(trialSeconds > 0)
        || !(warmUp >= 0)
        || !(lossPercent >= 0 && lossPercent < 100)
        || !(resolutionPercent > 0 && resolutionPercent < 100)
        || !(maxRate >= 0)
        || burst < 1
        || burst > 64
        || generatorCpus.size() > 2) {
      throw new IllegalArgumentException("a number is out of range; remedy: see --help");
    }
    int overhead = path == TunnelLane.Path.ENCRYPT ? TUNNEL_OVERHEAD : 0;
    for (FrameMix mix : mixes()) {
      if (mix.largest() - ETHERNET_AND_CHECK_SEQUENCE + overhead > mtu) {
        throw new IllegalArgumentException(
            "frames of "
                + mix.largest()
                + " octets do not leave by a port with an MTU of "
                + mtu
                + "; remedy: smaller --sizes, or a larger --mtu");
      }
    }
  }

  List<FrameMix> mixes() {
    return sizes.stream().map(FrameMix::parse).toList();
  }

  /** The low 48 bits. */
  long peer() {
    if (!peerMac.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
      throw new IllegalArgumentException(
          "'" + peerMac + "' is no MAC address; remedy: six octets such as 02:00:00:00:00:02");
    }
    return Long.parseLong(peerMac.replace(":", ""), 16);
  }
}
