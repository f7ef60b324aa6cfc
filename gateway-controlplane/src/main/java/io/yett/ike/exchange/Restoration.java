package io.yett.ike.exchange;

import io.yett.dataplane.sachannel.SaDirection;
import io.yett.ike.crypto.IkeKeys;
import io.yett.ike.engine.InstalledSa;
import io.yett.ike.message.DecodeResult;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.sa.ChildSa;
import io.yett.ike.sa.ChildSaState;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.IkeSaState;
import io.yett.ike.sa.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back the IKE SAs of checkpoints after a restart of the process, and brings them and what
 * the data plane has together. Owned by the engine's thread.
 */
public final class Restoration {
  private final Services s;
  private final List<Checkpoint.Read> restored = new ArrayList<>();

  public Restoration(Services services) {
    this.s = services;
  }

  /**
   * Takes one back; nothing is sent yet.
   *
   * @return null, or in words why it cannot be taken
   */
  public String restore(byte[] octets) {
    Checkpoint.Read read;
    IkeKeys keys;
    try {
      read = Checkpoint.read(octets);
      keys = IkeKeys.restore(read.keys(), s.random());
      Arrays.fill(read.keys(), (byte) 0);
    } catch (IllegalArgumentException e) {
      return "the checkpoint cannot be read: " + e.getMessage();
    }
    Connection connection = s.pad().find(read.connection());
    IkeSa sa = read.sa();
    if (connection == null) {
      connection = s.clients().restore(read.connection(), sa.remoteId(), sa.innerAddresses());
    }
    if (connection == null || !connection.remoteId().matches(sa.remoteId())) {
      keys.destroy();
      return "connection " + read.connection() + " is configured no more, or for another peer";
    }
    if (s.ikeSas().find(sa.localSpi()) != null) {
      keys.destroy();
      return "its SPI is restored already";
    }
    sa.connection(connection);
    sa.keys(keys);
    sa.requests().restore(read.messageId());
    sa.lastInboundAt(s.now());
    sa.state(read.replaced() ? IkeSaState.REKEYED : IkeSaState.ESTABLISHED);
    s.ikeSas().add(sa);
    s.supervisor().ikeSaMade(sa);
    for (Checkpoint.Child child : read.children()) {
      child.sa().owner(sa);
      child.sa().localAddress(sa.path().local().getAddress());
      s.spis().reserve(child.sa().inboundSpi());
      s.supervisor().childRestored(child.sa());
    }
    restored.add(read);
    return null;
  }

  /**
   * Goes on with what was restored.
   *
   * @param installed what the data plane has
   * @param firstReqId SAs of smaller reqIds are not ours
   */
  public void resume(List<InstalledSa> installed, int firstReqId) {
    Map<Integer, InstalledSa> inbound = new HashMap<>();
    Map<Integer, InstalledSa> outbound = new HashMap<>();
    for (InstalledSa sa : installed) {
      (sa.direction() == SaDirection.INBOUND ? inbound : outbound).put(sa.spi(), sa);
      if (sa.direction() == SaDirection.INBOUND) {
        s.spis().reserve(sa.spi());
      }
    }
    List<Checkpoint.Read> all = List.copyOf(restored);
    restored.clear();
    all.forEach(read -> children(read, inbound, outbound));
    // What no Child SA claims was under way when the process ended.
    removeAll(outbound, SaDirection.OUTBOUND, firstReqId);
    removeAll(inbound, SaDirection.INBOUND, firstReqId);
    all.forEach(this::ikeSa);
  }

  private void children(
      Checkpoint.Read read, Map<Integer, InstalledSa> inbound, Map<Integer, InstalledSa> outbound) {
    for (Checkpoint.Child child : read.children()) {
      ChildSa sa = child.sa();
      InstalledSa in = inbound.get(sa.inboundSpi());
      InstalledSa out = outbound.get(sa.outboundSpi());
      boolean unfinished = sa.state() == ChildSaState.INSTALLING;
      if (unfinished && !sa.initiator()) {
        continue; // the peer has no answer yet; it asks again
      }
      sa.owner().children().add(sa);
      if (child.successor() >= 0) {
        sa.successor(read.children().get(child.successor()).sa());
      }
      boolean whole = in != null && (out != null || sa.state() == ChildSaState.DELETING);
      if (unfinished || !whole) {
        sa.lost(true);
      } else {
        inbound.remove(sa.inboundSpi());
        if (out != null) {
          outbound.remove(sa.outboundSpi());
          s.installation().adopt(sa, out.active());
        }
      }
    }
  }

  private void ikeSa(Checkpoint.Read read) {
    IkeSa sa = read.sa();
    s.events().ikeSaState(sa.connectionName(), sa.localSpi(), sa.state());
    if (sa.state() == IkeSaState.ESTABLISHED) {
      long left = Math.max(0, read.rekeyAt() - s.now());
      s.lifecycle().armRekey(sa, read.rekeyAt() == Long.MAX_VALUE ? Long.MAX_VALUE : left);
      s.lifecycle().armLiveness(sa);
    }
    if (!read.request().isEmpty()) {
      pending(read);
    } else if (read.replaced() && read.replacedByUs()) {
      s.requests().enqueue(sa, DeleteIkeSa.of(s, LossCause.REKEYED));
    } else if (read.replaced()) {
      s.lifecycle().guard(sa);
    }
    for (Checkpoint.Child child : read.children()) {
      if (sa.children().contains(child.sa())) {
        child(child);
      }
    }
    s.lifecycle().checkpoint(sa);
  }

  private void pending(Checkpoint.Read read) {
    IkeSa sa = read.sa();
    if (read.pending() == Checkpoint.Pending.REKEY_IKE_SA && !read.replaced()) {
      sa.state(IkeSaState.REKEYING);
    } else if (read.pending() == Checkpoint.Pending.DELETE_IKE_SA) {
      sa.state(IkeSaState.DELETING);
    }
    ExchangeType type =
        IkeDecoder.decode(read.request().getFirst()) instanceof DecodeResult.Decoded decoded
            ? decoded.message().header().exchangeType()
            : ExchangeType.INFORMATIONAL;
    ResumedExchange exchange = new ResumedExchange(s, type, read.pending(), read.pendingSpi());
    s.requests().resume(sa, exchange, read.request());
  }

  private void child(Checkpoint.Child read) {
    ChildSa child = read.sa();
    IkeSa sa = child.owner();
    if (child.state() == ChildSaState.REKEYING) {
      child.state(ChildSaState.INSTALLED);
    }
    if (child.lost()) {
      lost(child);
      return;
    }
    if (child.state() == ChildSaState.INSTALLED) {
      if (!s.installation().hasActive(child.reqId())) {
        s.installation().activate(child, Commands.IGNORE);
      }
      long left = Math.max(0, read.rekeyAt() - s.now());
      s.lifecycle().armRekey(child, read.rekeyAt() == Long.MAX_VALUE ? Long.MAX_VALUE : left);
    } else if (child.state() == ChildSaState.REKEYED) {
      ChildSa successor = child.successor();
      if (successor != null && successor.initiator() && !successor.lost()) {
        s.installation().activate(successor, Commands.IGNORE);
        s.requests().enqueue(sa, new DeleteChildSa(s, child));
      } else {
        s.lifecycle().guard(child);
      }
    } else if (child.state() == ChildSaState.DELETING && sa.current() == null) {
      s.requests().enqueue(sa, DeleteChildSa.refused(s, child.inboundSpi()));
      s.lifecycle().closeChild(child, LossCause.REKEYED, 0);
    }
  }

  /** The data plane has lost all of an IKE SA's Child SAs, or this one was never complete. */
  void lost(ChildSa child) {
    IkeSa sa = child.owner();
    Child config = ChildConfigs.of(sa, child.name());
    if (child.state() == ChildSaState.INSTALLED && config != null && sa.usable()) {
      s.lifecycle().rekey(child); // new keys, and the peer deletes nothing it still uses
    } else {
      s.requests().enqueue(sa, DeleteChildSa.refused(s, child.inboundSpi()));
      s.lifecycle().closeChild(child, LossCause.EXPIRED, 0);
    }
  }

  /**
   * The data plane was out of reach, and is back with its SAs: what was told it meanwhile is lost.
   *
   * @param installed what it has
   * @param firstReqId SAs of smaller reqIds are not ours
   */
  public void reconcile(List<InstalledSa> installed, int firstReqId) {
    Map<Integer, InstalledSa> inbound = new HashMap<>();
    Map<Integer, InstalledSa> outbound = new HashMap<>();
    for (InstalledSa sa : installed) {
      (sa.direction() == SaDirection.INBOUND ? inbound : outbound).put(sa.spi(), sa);
    }
    for (IkeSa sa : s.ikeSas().all()) {
      for (ChildSa child : List.copyOf(sa.children())) {
        boolean in = inbound.remove(child.inboundSpi()) != null;
        boolean out = outbound.remove(child.outboundSpi()) != null;
        boolean complete =
            child.state() == ChildSaState.INSTALLED || child.state() == ChildSaState.REKEYED;
        if (complete && (!in || (!out && child.outboundInstalled()))) {
          child.lost(true);
          if (!out) {
            s.installation().forget(child);
          }
          lost(child);
        }
      }
    }
    s.installation().activateAgain();
    removeAll(outbound, SaDirection.OUTBOUND, firstReqId);
    removeAll(inbound, SaDirection.INBOUND, firstReqId);
  }

  private void removeAll(Map<Integer, InstalledSa> sas, SaDirection direction, int firstReqId) {
    sas.values().stream()
        .filter(sa -> sa.reqId() >= firstReqId)
        .forEach(sa ->
            s.commands()
                .remove(
                    direction,
                    sa.spi(),
                    (error, text) -> {
                      if (direction == SaDirection.INBOUND) {
                        s.spis().release(sa.spi());
                      }
                    }));
  }

  /** The data plane was restarted: every Child SA is made anew (RFC 4303 §3.3.3). */
  public void dataPlaneRestarted() {
    s.installation().forgetAll();
    for (IkeSa sa : s.ikeSas().all()) {
      for (ChildSa child : List.copyOf(sa.children())) {
        child.lost(true);
        if (child.state() == ChildSaState.INSTALLED || child.state() == ChildSaState.REKEYED) {
          lost(child);
        }
      }
    }
  }
}
