package io.yett.ike;

import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Lanes that carry no packet, but keep what they are told. Changed on its data plane's thread, read
 * by tests.
 */
final class RecordingEngine implements PacketEngine {
  /** Each command in words, in order. */
  final List<String> log = new CopyOnWriteArrayList<>();

  private final Map<String, SaSpec> sas = new LinkedHashMap<>();
  private final Map<Integer, Integer> active = new LinkedHashMap<>();
  private final AtomicReference<List<PolicySpec>> policies = new AtomicReference<>(List.of());

  /** The SPD in order. */
  List<String> policyNames() {
    return policies.get().stream().map(PolicySpec::name).toList();
  }

  private static String key(SaDirection direction, int spi) {
    return direction + " " + String.format("0x%08x", spi);
  }

  @Override
  public void installSa(SaSpec spec, Completion completion) {
    String key = key(spec.direction(), spec.spi());
    log.add("install " + key);
    boolean taken = sas.putIfAbsent(key, spec.copy()) != null;
    completion.done(
        taken ? CommandError.SPI_IN_USE : CommandError.NONE, taken ? key + " is there" : "");
  }

  @Override
  public void activateOutbound(int reqId, int spi, Completion completion) {
    log.add("activate " + key(SaDirection.OUTBOUND, spi));
    boolean known = sas.containsKey(key(SaDirection.OUTBOUND, spi));
    if (known) {
      active.put(reqId, spi);
    }
    completion.done(known ? CommandError.NONE : CommandError.NOT_FOUND, "");
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    log.add("remove " + key(direction, spi));
    SaSpec removed = sas.remove(key(direction, spi));
    if (removed != null && direction == SaDirection.OUTBOUND) {
      active.remove(removed.reqId(), spi);
    }
    completion.done(removed == null ? CommandError.NOT_FOUND : CommandError.NONE, "");
  }

  @Override
  public void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    policies.set(List.copyOf(ordered));
    completion.done(CommandError.NONE, "");
  }

  @Override
  public void updateNeighbor(int port, int address, long mac) {}

  @Override
  public boolean inject(int port, DirectBuffer frame, int offset, int length) {
    return true;
  }

  @Override
  public boolean injectIp(DirectBuffer packet, int offset, int length) {
    return true;
  }

  @Override
  public int poll(PuntHandler handler, int limit) {
    return 0;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    sas.values()
        .forEach(spec -> {
          Integer used = active.get(spec.reqId());
          boolean isActive =
              spec.direction() == SaDirection.OUTBOUND && used != null && used == spec.spi();
          SaSpec shown = spec.copy();
          shown.wipe();
          consumer.accept(new SaStatus(shown, isActive, 7, 7, 588, 5, 1, 0, 0));
        });
  }
}
