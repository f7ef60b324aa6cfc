package io.yett.ike.simulation;

import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.StartAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Connections with one thing changed. */
final class Connections {
  private Connections() {}

  static Connection withChild(Connection c, Child child) {
    return of(c, c.psk(), c.proposals(), c.rekeySeconds(), c.forceEncapsulation(), List.of(child));
  }

  static Connection withPsk(Connection c, String psk) {
    PreSharedKey key = new PreSharedKey(psk.getBytes(StandardCharsets.US_ASCII));
    return of(c, key, c.proposals(), c.rekeySeconds(), c.forceEncapsulation(), c.children());
  }

  static Connection withProposals(Connection c, String... proposals) {
    List<String> list = List.of(proposals);
    return of(c, c.psk(), list, c.rekeySeconds(), c.forceEncapsulation(), c.children());
  }

  static Connection withRekey(Connection c, long ikeSeconds, long childSeconds) {
    Child old = c.children().getFirst();
    Child child =
        of(old, old.local(), old.remote(), old.proposals(), childSeconds, old.start(), old.close());
    return of(c, c.psk(), c.proposals(), ikeSeconds, c.forceEncapsulation(), List.of(child));
  }

  static Connection withForcedEncapsulation(Connection c) {
    return of(c, c.psk(), c.proposals(), c.rekeySeconds(), true, c.children());
  }

  static Child withStart(Child c, StartAction start) {
    return of(c, c.local(), c.remote(), c.proposals(), c.rekeySeconds(), start, c.close());
  }

  static Child withClose(Child c, LossAction close) {
    return of(c, c.local(), c.remote(), c.proposals(), c.rekeySeconds(), c.start(), close);
  }

  static Child withEsp(Child c, String... proposals) {
    return of(c, c.local(), c.remote(), List.of(proposals), c.rekeySeconds(), c.start(), c.close());
  }

  static Child withSelectors(Child c, List<TrafficSelector> local, List<TrafficSelector> remote) {
    return of(c, local, remote, c.proposals(), c.rekeySeconds(), c.start(), c.close());
  }

  private static Connection of(
      Connection c,
      PreSharedKey psk,
      List<String> proposals,
      long rekeySeconds,
      boolean forceEncapsulation,
      List<Child> children) {
    return new Connection(
        c.name(),
        c.localAddress(),
        c.localId(),
        c.remoteAddress(),
        c.remoteId(),
        psk,
        proposals,
        rekeySeconds,
        c.dpdSeconds(),
        forceEncapsulation,
        children,
        c.options());
  }

  private static Child of(
      Child c,
      List<TrafficSelector> local,
      List<TrafficSelector> remote,
      List<String> proposals,
      long rekeySeconds,
      StartAction start,
      LossAction close) {
    return new Child(
        c.name(),
        c.policyOrder(),
        local,
        remote,
        proposals,
        rekeySeconds,
        c.rekeyPackets(),
        c.rekeyBytes(),
        c.replayWindow(),
        start,
        close,
        c.dpd());
  }
}
