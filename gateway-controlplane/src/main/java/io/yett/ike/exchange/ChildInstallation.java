package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.IntegrityAlgorithm;
import io.yett.dataplane.sachannel.IpsecProtocol;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.ike.crypto.ChildKeys;
import io.yett.ike.crypto.ChildSuite;
import io.yett.ike.pad.Child;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.NetworkPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts Child SAs into the data plane and takes them out, in the order that loses no packet: inbound
 * first and acknowledged; then outbound; the old outbound after the new one is used; the old
 * inbound last, after a while. Owned by the engine's thread.
 */
public final class ChildInstallation {
  private final Services s;

  /** By reqId: the Child SAs whose outbound SA is installed, oldest first. */
  private final Map<Integer, List<ChildSa>> outbound = new HashMap<>();

  /** By reqId: the one whose outbound SA is used. */
  private final Map<Integer, ChildSa> active = new HashMap<>();

  ChildInstallation(Services services) {
    this.s = services;
  }

  /**
   * Installs the inbound SA, and when that is acknowledged the outbound one, which is not used yet.
   * Ends and wipes the keys.
   *
   * @param config what the child's limits are taken from
   * @param done told at the end; the error's text is for people
   */
  void install(ChildSa child, Child config, ChildKeys keys, Commands.Done done) {
    IkeSa sa = child.owner();
    String name = sa.connectionName() + "/" + child.name();
    SaSpec in = spec(SaDirection.INBOUND, child, config, keys, name, sa.path());
    SaSpec out = spec(SaDirection.OUTBOUND, child, config, keys, name, sa.path());
    keys.destroy();
    child.localAddress(sa.path().local().getAddress());
    s.commands()
        .installInbound(
            in,
            (error, text) -> {
              if (error != CommandError.NONE) {
                out.wipe();
                s.commands().remove(SaDirection.INBOUND, child.inboundSpi(), Commands.IGNORE);
                done.done(error, text);
              } else if (child.live()) {
                installOutbound(child, out, done);
              } else {
                out.wipe();
                done.done(CommandError.NOT_FOUND, "the Child SA was closed meanwhile");
              }
            });
  }

  private void installOutbound(ChildSa child, SaSpec out, Commands.Done done) {
    child.outboundInstalled(true);
    outbound.computeIfAbsent(child.reqId(), id -> new ArrayList<>()).add(child);
    s.commands().installOutbound(out, done);
  }

  /** Makes its outbound SA the one in use. */
  void activate(ChildSa child, Commands.Done done) {
    active.put(child.reqId(), child);
    s.commands().activateOutbound(child.reqId(), child.outboundSpi(), done);
  }

  /** Whether its outbound SA is the one in use. */
  boolean isActive(ChildSa child) {
    return active.get(child.reqId()) == child;
  }

  /** Whether some outbound SA of that reqId is in use. */
  boolean hasActive(int reqId) {
    return active.containsKey(reqId);
  }

  /** A restored Child SA, as the data plane has it. */
  void adopt(ChildSa child, boolean isActive) {
    child.outboundInstalled(true);
    outbound.computeIfAbsent(child.reqId(), id -> new ArrayList<>()).add(child);
    if (isActive) {
      active.put(child.reqId(), child);
    }
  }

  /** The data plane has lost this one. */
  void forget(ChildSa child) {
    child.outboundInstalled(false);
    List<ChildSa> all = outbound.get(child.reqId());
    if (all != null) {
      all.remove(child);
    }
    active.remove(child.reqId(), child);
  }

  /** Says again which outbound SAs are in use. */
  void activateAgain() {
    List.copyOf(active.values()).forEach(child -> activate(child, Commands.IGNORE));
  }

  /** The data plane has lost everything. */
  public void forgetAll() {
    outbound.values().forEach(list -> list.forEach(child -> child.outboundInstalled(false)));
    outbound.clear();
    active.clear();
  }

  /**
   * Takes the outbound SA out of use and out of the data plane; another of the same reqId takes its
   * place if there is one.
   *
   * @param done told when no packet leaves by it any more
   */
  void removeOutbound(ChildSa child, Commands.Done done) {
    if (!child.outboundInstalled()) {
      done.done(CommandError.NONE, "");
      return;
    }
    child.outboundInstalled(false);
    List<ChildSa> others = outbound.get(child.reqId());
    others.remove(child);
    if (active.get(child.reqId()) == child) {
      ChildSa next = replacement(child, others);
      if (next == null) {
        active.remove(child.reqId());
      } else {
        activate(next, Commands.IGNORE);
      }
    }
    s.commands().remove(SaDirection.OUTBOUND, child.outboundSpi(), done);
  }

  /** Removes the inbound SA, after a while in which packets under way still pass. */
  void removeInbound(ChildSa child, long drainMillis) {
    if (drainMillis > 0) {
      s.after(drainMillis, () -> removeInbound(child, 0));
      return;
    }
    int spi = child.inboundSpi();
    s.commands().remove(SaDirection.INBOUND, spi, (error, text) -> s.spis().release(spi));
  }

  /** The peer has a new outer address. */
  public void updatePeer(IkeSa sa) {
    sa.children().stream()
        .mapToInt(ChildSa::reqId)
        .distinct()
        .forEach(reqId -> s.commands().updatePeer(reqId, sa.path().remote()));
  }

  private static ChildSa replacement(ChildSa child, List<ChildSa> others) {
    if (child.successor() != null && others.contains(child.successor())) {
      return child.successor();
    }
    return others.isEmpty() ? null : others.get(others.size() - 1);
  }

  private SaSpec spec(
      SaDirection direction,
      ChildSa child,
      Child config,
      ChildKeys keys,
      String name,
      NetworkPath path) {
    boolean inbound = direction == SaDirection.INBOUND;
    byte[] key = keys.direction(child.initiator() != inbound);
    try {
      return new SaSpec(
          direction,
          inbound ? child.inboundSpi() : child.outboundSpi(),
          child.reqId(),
          name,
          EncryptionAlgorithm.ofTransformId(child.suite().encryption().id().number()),
          integrity(child.suite()),
          key,
          path.local().getAddress(),
          path.remote().getAddress(),
          child.encapsulated() ? encapsulation(path) : null,
          child.suite().esn(),
          inbound ? config.replayWindow() : 0,
          Lifetimes.of(config, child.suite().esn()),
          child.local(),
          child.remote(),
          config.dfPolicy(),
          config.mssClamping(),
          Encapsulation.of(IpsecProtocol.ESP, child.mode()));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static IntegrityAlgorithm integrity(ChildSuite suite) {
    return suite.integrity() == null
        ? IntegrityAlgorithm.NONE
        : IntegrityAlgorithm.ofTransformId(suite.integrity().id().number());
  }

  private UdpEncapsulation encapsulation(NetworkPath path) {
    return new UdpEncapsulation(
        path.local().getPort(),
        path.remote().getPort(),
        path.natLocal() ? s.settings().keepaliveSeconds() : 0);
  }

  /** Limits of the ESP SAs of a child. */
  static final class Lifetimes {
    /** Without ESN a sequence number ends at 2^32 - 1; rekeyed at three quarters. */
    private static final long SOFT_SEQUENCE = 3L << 30;

    private static final long HARD_SEQUENCE = (1L << 32) - 1;

    /** Beyond the rekey time an SA may live this much longer, so that retransmissions fit. */
    private static final long GRACE_SECONDS = 120;

    private Lifetimes() {}

    /** Soft limits by packets and bytes; time is the engine's own, but for the hard limit. */
    static SaLifetime of(Child config, boolean esn) {
      long softPackets = config.rekeyPackets();
      long hardPackets = hard(softPackets);
      if (!esn) {
        hardPackets = hardPackets == 0 ? HARD_SEQUENCE : Math.min(hardPackets, HARD_SEQUENCE);
        softPackets = softPackets == 0 ? SOFT_SEQUENCE : Math.min(softPackets, SOFT_SEQUENCE);
      }
      long seconds = config.rekeySeconds();
      return new SaLifetime(
          softPackets,
          config.rekeyBytes(),
          0,
          hardPackets,
          hard(config.rekeyBytes()),
          seconds == 0 ? 0 : seconds + seconds / 10 + GRACE_SECONDS);
    }

    private static long hard(long soft) {
      return soft == 0 ? 0 : soft + Math.max(soft, 1L << 16);
    }
  }
}
