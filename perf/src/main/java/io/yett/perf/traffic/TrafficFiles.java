package io.yett.perf.traffic;

import io.yett.perf.BenchException;
import io.yett.perf.scenario.Direction;
import io.yett.perf.scenario.Mix;
import io.yett.perf.scenario.Protection;
import io.yett.perf.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The files of one scenario; a port whose list is empty receives nothing.
 *
 * @param red clear packets, one file for each receive queue of the red port
 * @param black ESP packets to us, one file for each receive queue of the black port
 */
public record TrafficFiles(List<Path> red, List<Path> black) {
  /** net_pcap's own address is this, and its number among net_pcap's ports in the last octet. */
  private static final long FIRST_PCAP_MAC = 0x02_70_63_61_70_00L;

  /** Copies the lists; what is missing is empty. */
  public TrafficFiles {
    red = red == null ? List.of() : List.copyOf(red);
    black = black == null ? List.of() : List.copyOf(black);
  }

  /** All of them. */
  public List<Path> all() {
    List<Path> all = new ArrayList<>(red);
    all.addAll(black);
    return all;
  }

  /** Writes the packets of a scenario into a directory, which is made if need be. */
  public static TrafficFiles write(Path directory, Scenario scenario) throws BenchException {
    try {
      Files.createDirectories(directory);
      Direction direction = scenario.traffic().direction();
      List<Path> red = new ArrayList<>();
      List<Path> black = new ArrayList<>();
      for (int queue = 0; queue < scenario.shape().lanes(); queue++) {
        String name = scenario.name() + "-" + queue;
        if (direction.encrypts()) {
          red.add(writeClear(directory.resolve(name + "-red.pcap"), scenario, queue));
        }
        if (direction.decrypts()) {
          long mac = FIRST_PCAP_MAC + (direction.encrypts() ? 1 : 0);
          black.add(writeEsp(directory.resolve(name + "-black.pcap"), scenario, queue, mac));
        }
      }
      return new TrafficFiles(red, black);
    } catch (IOException e) {
      throw new BenchException("cannot write packets to " + directory + ": " + e, e);
    } catch (GeneralSecurityException e) {
      throw new BenchException("this Java cannot encrypt the packets: " + e, e);
    }
  }

  private static Path writeClear(Path file, Scenario scenario, int queue) throws IOException {
    IntFunction<Flow> flows = Flows.of(scenario.traffic(), scenario.protection(), queue);
    List<Mix.Part> sizes = scenario.traffic().mix().sequence();
    try (PcapWriter out = new PcapWriter(file)) {
      for (int i = 0; i < scenario.traffic().frames(); i++) {
        int length = sizes.get(i % sizes.size()).packetLength();
        out.write(ClearFrames.frame(FIRST_PCAP_MAC, ClearFrames.packet(flows.apply(i), length, i)));
      }
    }
    return file;
  }

  /** What the peers' ends of the tunnels would send: the answers to the clear packets. */
  private static Path writeEsp(Path file, Scenario scenario, int queue, long mac)
      throws IOException, GeneralSecurityException {
    IntFunction<Flow> flows = Flows.of(scenario.traffic(), scenario.protection(), queue);
    List<Mix.Part> sizes = scenario.traffic().mix().sequence();
    Protection protection = scenario.protection();
    EspPeer peer = new EspPeer(protection.algorithm(), protection.udp(), protection.esn());
    long[] sequences = new long[protection.tunnels()];
    try (PcapWriter out = new PcapWriter(file)) {
      for (int i = 0; i < scenario.traffic().frames(); i++) {
        Flow flow = flows.apply(i);
        int length = sizes.get(i % sizes.size()).packetLength();
        byte[] inner = ClearFrames.packet(flow.reverse(), length, i);
        long sequence = ++sequences[flow.tunnel()];
        out.write(ClearFrames.frame(mac, peer.encapsulate(flow.tunnel(), sequence, inner)));
      }
    }
    return file;
  }
}
