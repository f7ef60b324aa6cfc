package io.yett.dataplane.control;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Lanes that carry no packets: they remember what they were told, and say so at the next poll. */
public final class MemoryEngine implements PacketEngine {
  public final List<String> operations = new ArrayList<>();
  public final Map<String, SaSpec> sas = new LinkedHashMap<>();
  public final Map<Integer, Integer> active = new HashMap<>();
  public List<PolicySpec> policies = List.of();

  /** The next operation that starts so is refused; those after it are not. */
  public String refuse;

  /** No completions while true, as when a lane has not yet acknowledged. */
  public boolean slow;

  private final Queue<Runnable> completions = new ArrayDeque<>();

  private void carryOut(String operation, Runnable effect, Completion completion) {
    operations.add(operation);
    boolean refused = refuse != null && operation.startsWith(refuse);
    if (refused) {
      refuse = null;
    } else {
      effect.run();
    }
    completions.add(() ->
        completion.done(
            refused ? CommandError.FULL : CommandError.NONE,
            refused ? "refused " + operation : ""));
  }

  private static String key(SaDirection direction, int spi) {
    return direction + " " + spi;
  }

  @Override
  public void installSa(SaSpec spec, Completion completion) {
    if (spec.wiped()) {
      throw new IllegalStateException("no key");
    }
    SaSpec copy = spec.copy();
    copy.wipe();
    carryOut(
        "install " + key(spec.direction(), spec.spi()),
        () -> sas.put(key(spec.direction(), spec.spi()), copy),
        completion);
  }

  @Override
  public void activateOutbound(int reqId, int spi, Completion completion) {
    carryOut("activate " + reqId + " " + spi, () -> active.put(reqId, spi), completion);
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    carryOut(
        "remove " + key(direction, spi),
        () -> {
          SaSpec removed = sas.remove(key(direction, spi));
          if (removed != null && direction == SaDirection.OUTBOUND) {
            active.remove(removed.reqId(), spi);
          }
        },
        completion);
  }

  @Override
  public void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion) {
    carryOut(
        "peer " + reqId + " " + Integer.toHexString(remoteAddress) + " " + remotePort,
        () -> {},
        completion);
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    carryOut(
        "policies " + ordered.stream().map(PolicySpec::name).toList(),
        () -> policies = ordered,
        completion);
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
    int count = 0;
    while (!slow && count < limit && !completions.isEmpty()) {
      completions.remove().run();
      count++;
    }
    return count;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    sas.values()
        .forEach(spec ->
            consumer.accept(
                new SaStatus(
                    spec,
                    spec.direction() == SaDirection.OUTBOUND
                        && Integer.valueOf(spec.spi()).equals(active.get(spec.reqId())),
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7)));
  }
}
