package io.yett.dataplane.port;

import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Keeps what the control thread asks of the lanes. */
public final class RecordingEngine implements PacketEngine {
  public final List<String> frames = new ArrayList<>();
  public final List<String> packets = new ArrayList<>();
  public final List<String> local = new ArrayList<>();
  public final List<String> neighbors = new ArrayList<>();
  public final List<String> removed = new ArrayList<>();
  public final List<SaStatus> sas = new ArrayList<>();
  public final List<String> pathMtus = new ArrayList<>();

  /** Takes the last frame out. */
  public String takeFrame() {
    return frames.removeLast();
  }

  /** Takes the last IP packet out. */
  public String takePacket() {
    return packets.removeLast();
  }

  /** Takes the last IP packet that goes by the SPD out. */
  public String takeLocal() {
    return local.removeLast();
  }

  @Override
  public void installSa(SaSpec spec, Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void activateOutbound(int reqId, int spi, Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    removed.add(direction + " " + spi);
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void updatePathMtu(int spi, int mtu) {
    pathMtus.add("0x" + Integer.toHexString(spi) + " " + mtu);
  }

  @Override
  public SaStatus findOutbound(int spi) {
    return sas.stream()
        .filter(sa -> sa.spec().direction() == SaDirection.OUTBOUND && sa.spec().spi() == spi)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void updateNeighbor(int port, int address, long mac) {
    neighbors.add(port + " " + Text.address(address) + " " + Text.mac(mac));
  }

  @Override
  public void updateNeighbor(int port, long high, long low, long mac) {
    neighbors.add(port + " " + new Address6(high, low) + " " + Text.mac(mac));
  }

  @Override
  public boolean inject(int port, DirectBuffer frame, int offset, int length) {
    frames.add(port + " " + hex(frame, offset, length));
    return true;
  }

  @Override
  public boolean injectIp(DirectBuffer packet, int offset, int length) {
    packets.add(hex(packet, offset, length));
    return true;
  }

  @Override
  public boolean injectLocal(DirectBuffer packet, int offset, int length) {
    local.add(hex(packet, offset, length));
    return true;
  }

  @Override
  public int poll(PuntHandler handler, int limit) {
    return 0;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    sas.forEach(consumer);
  }

  private static String hex(DirectBuffer buffer, int offset, int length) {
    byte[] octets = new byte[length];
    buffer.getBytes(offset, octets);
    return HexFormat.of().formatHex(octets);
  }
}
