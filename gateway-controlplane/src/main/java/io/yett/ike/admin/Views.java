package io.yett.ike.admin;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.ike.engine.ChildSaView;
import io.yett.ike.engine.ConnectionView;
import io.yett.ike.engine.IkeSaView;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The API's JSON of what the engine and the data plane report; the fields are in docs/admin-api.md.
 */
final class Views {
  private Views() {}

  static Map<String, Object> ikeSa(IkeSaView sa) {
    long remoteSpi = sa.initiator() ? sa.responderSpi() : sa.initiatorSpi();
    return Json.object(
        "connection", sa.connection(),
        "state", lower(sa.state()),
        "initiator", sa.initiator(),
        "localSpi", String.format("0x%016x", sa.id()),
        "remoteSpi", String.format("0x%016x", remoteSpi),
        "localAddress", socketAddress(sa.local()),
        "remoteAddress", socketAddress(sa.remote()),
        "localId", sa.localId(),
        "remoteId", sa.remoteId(),
        "proposal", sa.suite(),
        "postQuantum", sa.postQuantum(),
        "innerAddresses", sa.innerAddresses().stream().map(InetAddress::getHostAddress).toList(),
        "natLocal", sa.natLocal(),
        "natRemote", sa.natRemote(),
        "ageSeconds", sa.ageSeconds(),
        "rekeyInSeconds", orNull(sa.rekeyInSeconds()),
        "idleSeconds", sa.idleSeconds(),
        "children", sa.children().stream().map(Views::childOfIkeSa).toList());
  }

  private static Map<String, Object> childOfIkeSa(ChildSaView child) {
    return Json.object(
        "name", child.name(),
        "state", lower(child.state()),
        "inboundSpi", spi(child.inboundSpi()),
        "outboundSpi", spi(child.outboundSpi()));
  }

  /**
   * One ESP SA.
   *
   * @param child the engine's view of its Child SA; null if it has none
   * @param ike of the engine's reqIds, so not a manual SA
   */
  static Map<String, Object> sa(SaStatus status, ChildSaView child, boolean ike) {
    SaSpec spec = status.spec();
    int slash = spec.name().indexOf('/');
    boolean known = child != null;
    long hard = spec.lifetime().hardSeconds();
    return Json.object(
        "name", spec.name(),
        "connection", ike && slash > 0 ? spec.name().substring(0, slash) : null,
        "child", ike && slash > 0 ? spec.name().substring(slash + 1) : null,
        "origin", ike ? "ike" : "manual",
        "direction", lower(spec.direction()),
        "spi", spi(spec.spi()),
        "reqId", spec.reqId(),
        "active", spec.direction() == SaDirection.OUTBOUND && status.active(),
        "state", known ? lower(child.state()) : ike ? "orphan" : "installed",
        "encryption", EspSuite.of(spec).toString(),
        "keyBits", spec.keyBits(),
        "esn", spec.esn(),
        "replayWindow", spec.replayWindow(),
        "localAddress", spec.tunnelLocal().getHostAddress(),
        "remoteAddress", spec.tunnelRemote().getHostAddress(),
        "udpEncapsulation", udp(spec),
        "localSelectors", SelectorText.of(spec.localSelectors()),
        "remoteSelectors", SelectorText.of(spec.remoteSelectors()),
        "sequence", status.sequence(),
        "packets", status.packets(),
        "bytes", status.bytes(),
        "replayDrops", status.replayDrops(),
        "authFailures", status.authFailures(),
        "ageSeconds", status.ageSeconds(),
        "idleSeconds", status.idleSeconds(),
        "rekeyInSeconds", known ? orNull(child.rekeyInSeconds()) : null,
        "expiresInSeconds", hard == 0 ? null : Math.max(0, hard - status.ageSeconds()));
  }

  private static Map<String, Object> udp(SaSpec spec) {
    return spec.udpEncapsulation() == null
        ? null
        : Json.object(
            "localPort", spec.udpEncapsulation().localPort(),
            "remotePort", spec.udpEncapsulation().remotePort());
  }

  /** One connection: as configured, and as the engine has it. */
  static Map<String, Object> connection(Connection configured, ConnectionView view, long now) {
    List<Map<String, Object>> children =
        configured.children().stream().map(child -> child(child, view)).toList();
    boolean failed = view.failure() != null;
    return Json.object(
        "name", configured.name(),
        "state", lower(view.state()),
        "localAddress", configured.localAddress().getHostAddress(),
        "localId", configured.localId().toString(),
        "remoteAddress", remoteAddress(configured),
        "remoteId", configured.remoteId().toString(),
        "retryInSeconds", orNull(view.retryInSeconds()),
        "lastError", failed ? view.failure().text() : null,
        "lastErrorReason", failed ? lower(view.failure().reason()) : null,
        "lastErrorAgeSeconds",
            failed ? TimeUnit.NANOSECONDS.toSeconds(now - view.failure().atNanos()) : null,
        "children", children);
  }

  private static String remoteAddress(Connection configured) {
    return configured.remoteAddress() == null ? "any" : configured.remoteAddress().getHostAddress();
  }

  private static Map<String, Object> child(Child configured, ConnectionView view) {
    ChildSaView best = null;
    for (IkeSaView sa : view.ikeSas()) {
      for (ChildSaView child : sa.children()) {
        boolean better = best == null || child.state().compareTo(best.state()) < 0;
        if (child.name().equals(configured.name()) && better) {
          best = child;
        }
      }
    }
    return Json.object(
        "name", configured.name(),
        "state", best == null ? "down" : lower(best.state()),
        "start", lower(configured.start()),
        "reqId", best == null ? null : best.reqId(),
        "localSelectors", SelectorText.of(best == null ? configured.local() : best.local()),
        "remoteSelectors", SelectorText.of(best == null ? configured.remote() : best.remote()));
  }

  static Map<String, Object> policy(PolicySpec policy, String origin) {
    return Json.object(
        "order", policy.order(),
        "name", policy.name(),
        "action", lower(policy.action()),
        "reqId", policy.reqId() == 0 ? null : policy.reqId(),
        "local", SelectorText.of(policy.localSelectors()),
        "remote", SelectorText.of(policy.remoteSelectors()),
        "origin", origin);
  }

  static String spi(int spi) {
    return String.format("0x%08x", spi);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String socketAddress(InetSocketAddress address) {
    return address == null ? null : address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private static Long orNull(long seconds) {
    return seconds < 0 ? null : seconds;
  }
}
