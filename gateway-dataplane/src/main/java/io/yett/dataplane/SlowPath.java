package io.yett.dataplane;

import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.control.ControlEvents;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntDispatcher;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.control.Timers;
import io.yett.dataplane.counters.SlowPathCounters;
import io.yett.dataplane.metrics.SaReadings;
import io.yett.dataplane.port.ArpHandler;
import io.yett.dataplane.port.IcmpErrors;
import io.yett.dataplane.port.IcmpHandler;
import io.yett.dataplane.port.Inet;
import io.yett.dataplane.port.IpSender;
import io.yett.dataplane.port.Neighbors;
import io.yett.dataplane.port.OwnAddresses;
import io.yett.dataplane.port.OwnAddresses.OwnAddress;
import io.yett.dataplane.port.OwnAddresses.OwnPort;
import io.yett.dataplane.port.PathMtus;
import io.yett.dataplane.punt.IkeReceiver;
import io.yett.dataplane.punt.NatKeepalives;
import io.yett.dataplane.punt.UdpSender;
import io.yett.dataplane.sachannel.SaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/** All that the control thread does for packets to and from the gateway itself, joined. */
final class SlowPath {
  private static final long SA_READING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A NAT's mapping outlasts this, whatever the number of SAs. */
  private static final long MAX_READING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** To read all SAs takes at most one part of so many of the control thread's time. */
  private static final long READING_SHARE = 100;

  private final ArpHandler arp;
  private final Neighbors neighbors;
  private final UdpSender udp;
  private final PuntDispatcher dispatcher;

  SlowPath(
      OwnAddresses own,
      PacketEngine engine,
      Timers timers,
      SlowPathCounters counters,
      ControlEvents events,
      SaReadings saReadings) {
    int mtu = smallestMtu(own);
    this.neighbors = new Neighbors(own, engine, timers, counters);
    this.arp = new ArpHandler(own, neighbors, engine, timers, counters);
    this.udp = new UdpSender(own, new IpSender(engine::injectIp, counters, mtu), counters);
    // A lane cuts what is too big, before or after encryption (RFC 4301 section 7).
    IpSender local = new IpSender(engine::injectLocal, counters, PacketEngine.MAX_LOCAL_PACKET);
    IcmpErrors errors = new IcmpErrors(own, local, counters, timers.now());
    this.dispatcher =
        new PuntDispatcher(
            timers,
            arp,
            neighbors,
            new IcmpHandler(
                own,
                local,
                errors,
                new PathMtus(own, engine, timers, counters),
                counters,
                timers.now()),
            errors,
            new IkeReceiver(own, events, counters),
            events);
    NatKeepalives keepalives = new NatKeepalives(udp);
    timers.schedule(SA_READING_NANOS, () -> readSas(engine, timers, keepalives, saReadings));
  }

  /** Again and again: once a second, or seldomer if there are so many SAs that it takes long. */
  private static void readSas(
      PacketEngine engine, Timers timers, NatKeepalives keepalives, SaReadings saReadings) {
    long begin = System.nanoTime();
    List<SaStatus> sas = new ArrayList<>();
    engine.forEachSa(sas::add);
    keepalives.tick(sas, timers.now());
    saReadings.publish(sas);
    long rest = READING_SHARE * (System.nanoTime() - begin);
    timers.schedule(
        Math.clamp(rest, SA_READING_NANOS, MAX_READING_NANOS),
        () -> readSas(engine, timers, keepalives, saReadings));
  }

  /** The gateway's own addresses, with the MAC address of each port. */
  static OwnAddresses ownAddresses(List<PortConfig> ports, IntToLongFunction macOf) {
    List<OwnPort> own = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      PortConfig port = ports.get(i);
      List<OwnAddress> addresses = new ArrayList<>();
      for (InterfaceAddress address : port.addresses()) {
        addresses.add(new OwnAddress(Inet.toInt(address.address()), address.prefixLength()));
      }
      own.add(new OwnPort(port.name(), macOf.applyAsLong(i), port.mtu(), addresses));
    }
    return new OwnAddresses(own);
  }

  PuntHandler punts() {
    return dispatcher;
  }

  UdpSender udp() {
    return udp;
  }

  Neighbors neighbors() {
    return neighbors;
  }

  /** Tells the links that we are here. */
  void announce() {
    arp.announce();
  }

  private static int smallestMtu(OwnAddresses own) {
    int mtu = Integer.MAX_VALUE;
    for (int port = 0; port < own.ports(); port++) {
      mtu = Math.min(mtu, own.port(port).mtu());
    }
    return mtu;
  }
}
