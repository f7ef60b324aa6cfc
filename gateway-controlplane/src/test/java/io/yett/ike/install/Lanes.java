package io.yett.ike.install;

import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Lanes that carry no packets: they write down in order what they were asked and when all of them
 * had it, one acknowledgement at a time, as the test says.
 */
final class Lanes implements PacketEngine {
  final List<String> log = new ArrayList<>();
  final List<SaSpec> installed = new ArrayList<>();
  String refuse;
  byte[] lastKey;
  private final Queue<Runnable> acknowledgements = new ArrayDeque<>();

  private void request(String what, Completion completion) {
    log.add(what);
    boolean refused = what.equals(refuse);
    acknowledgements.add(() -> {
      log.add("ack " + what);
      completion.done(refused ? CommandError.FULL : CommandError.NONE, refused ? "full" : "");
    });
  }

  /** The last lane acknowledges the oldest request; false if there is none. */
  boolean acknowledge() {
    Runnable next = acknowledgements.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  @Override
  public void installSa(SaSpec spec, Completion completion) {
    lastKey = spec.keyMaterial().clone();
    SaSpec copy = spec.copy();
    copy.wipe();
    installed.add(copy);
    request("install " + spec.direction() + " " + spec.spi(), completion);
  }

  @Override
  public void activateOutbound(int reqId, int spi, Completion completion) {
    request("activate " + spi, completion);
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    installed.removeIf(spec -> spec.direction() == direction && spec.spi() == spi);
    request("remove " + direction + " " + spi, completion);
  }

  @Override
  public void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion) {
    request("peer " + reqId + " " + remotePort, completion);
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    request("policies " + ordered.stream().map(PolicySpec::name).toList(), completion);
  }

  @Override
  public void updateNeighbor(int port, int address, long mac) {}

  @Override
  public boolean inject(int port, DirectBuffer frame, int offset, int length) {
    return false;
  }

  @Override
  public boolean injectIp(DirectBuffer packet, int offset, int length) {
    return false;
  }

  @Override
  public int poll(PuntHandler handler, int limit) {
    return 0;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    installed.forEach(spec -> consumer.accept(new SaStatus(spec, false, 9, 8, 7, 6, 5, 4, 3)));
  }

  boolean lastKeyIs(byte[] key) {
    return Arrays.equals(lastKey, key);
  }
}
