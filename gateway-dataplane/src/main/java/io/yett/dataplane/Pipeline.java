package io.yett.dataplane;

import io.yett.dataplane.classify.LaneTables;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.counters.CounterSum;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.packet.Ethernet;
import io.yett.dataplane.route.Forwarding;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sad.OutboundSa;
import io.yett.dataplane.sad.Sa;
import io.yett.dataplane.sad.SaSlot;
import io.yett.dataplane.sad.Sad;
import io.yett.dataplane.sad.SadException;
import io.yett.dataplane.spd.Selectors;
import io.yett.dataplane.spd.Spd;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The packet path as a whole: makes the lanes, their threads, and the queues among them and between
 * them and the control thread. The only place where threads and rings are joined.
 *
 * <p>All methods are for the control thread, but {@link #counters}, {@link #occupancy} and {@link
 * #failure}, which any thread may call.
 */
public final class Pipeline implements PacketEngine, AutoCloseable {
  /** How long stopping lanes may take to finish the bursts that are under way. */
  private static final long DRAIN_NANOS = 1_000_000_000;

  private static final long TIMER_INTERVAL_NANOS = 200_000_000;

  private final PipelineConfig config;
  private final SharedParts shared;
  private final List<LaneParts> lanes = new ArrayList<>();
  private final Broadcast commands;
  private final CounterSum counters;
  private final Sad sad;
  private final Forwarding forwarding;
  private final List<LaneThread> threads = new ArrayList<>();
  private boolean closed;
  private long refusedOwn;
  private long lastTimer;
  private int firstPolled;

  /** Makes lanes that have no threads yet. */
  public Pipeline(PipelineConfig config) {
    this(config, null);
  }

  /**
   * As {@link #Pipeline(PipelineConfig)}, for fused lanes of which {@code probe} watches the first.
   */
  public Pipeline(PipelineConfig config, BurstProbe probe) {
    this.config = config;
    this.shared = new SharedParts(config);
    for (int i = 0; i < config.lane().count(); i++) {
      lanes.add(new LaneParts(config, i, shared, i == 0 ? probe : null));
    }
    this.commands = new Broadcast(lanes);
    this.counters = new CounterSum(lanes.stream().map(parts -> parts.lane().counters()).toList());
    this.sad = shared.sad();
    this.forwarding = shared.forwarding();
  }

  /** Starts the lanes' threads; packets flow from now on. */
  public void start() throws InterruptedException {
    List<Integer> cpus = config.lane().cpus();
    List<LaneDuty> duties = duties();
    if (!cpus.isEmpty() && cpus.size() != duties.size()) {
      throw new IllegalArgumentException(
          (lanes.size() == 1 ? "this lane has " : lanes.size() + " lanes have ")
              + duties.size()
              + " threads, but dataplane.lane.cpu names "
              + cpus.size()
              + " CPUs");
    }
    for (int i = 0; i < duties.size(); i++) {
      int cpu = cpus.isEmpty() ? -1 : cpus.get(i);
      LaneThread thread =
          new LaneThread(duties.get(i), cpu, LaneIdle.strategy(config.lane(), duties.get(i)));
      threads.add(thread);
      thread.start();
    }
  }

  /** What all threads do, lane by lane; for tests that run it by hand instead of {@link #start}. */
  List<LaneDuty> duties() {
    return lanes.stream().flatMap(parts -> parts.shape().duties().stream()).toList();
  }

  /** For tests: the address of an SA's slot. */
  long slot(SaDirection direction, int spi) {
    try {
      return sad.find(direction, spi).slot();
    } catch (SadException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void installSa(SaSpec spec, Completion completion) {
    try {
      Sa sa = sad.create(spec);
      if (sa.isInbound()) {
        send(tables -> tables.addInbound(spec.spi(), sa.slot()), () -> succeed(completion));
      } else {
        succeed(completion);
      }
    } catch (SadException e) {
      completion.done(e.error(), e.getMessage());
    }
  }

  /**
   * Installs SAs together: each lane takes up all of them between two bursts, each outbound one as
   * the one that its reqId uses; or after an error none. Wipes the keys of each that it takes from
   * the iterator.
   */
  void installTogether(Iterator<SaSpec> specs, Completion completion) {
    List<Sa> made = new ArrayList<>();
    while (specs.hasNext()) {
      SaSpec spec = specs.next();
      try {
        made.add(sad.create(spec));
      } catch (SadException e) {
        made.forEach(this::takeBack);
        completion.done(e.error(), spec.name() + ": " + e.getMessage());
        return;
      } finally {
        spec.wipe();
      }
    }
    send(tables -> takeUp(tables, made), () -> succeed(completion));
  }

  private static void takeUp(LaneTables tables, List<Sa> sas) {
    for (Sa sa : sas) {
      if (sa.isInbound()) {
        tables.addInbound(sa.spec().spi(), sa.slot());
      } else {
        tables.activateOutbound(sa.slot());
      }
    }
  }

  /** Forgets an SA that the lane has never known. */
  private void takeBack(Sa sa) {
    sad.remove(sa);
    sad.free(sa);
  }

  @Override
  public void activateOutbound(int reqId, int spi, Completion completion) {
    try {
      Sa sa = sad.find(SaDirection.OUTBOUND, spi);
      if (sa.spec().reqId() != reqId) {
        throw new SadException(
            CommandError.INVALID,
            "outbound SPI 0x" + Integer.toHexString(spi) + " has reqId " + sa.spec().reqId());
      }
      send(tables -> tables.activateOutbound(sa.slot()), () -> succeed(completion));
    } catch (SadException e) {
      completion.done(e.error(), e.getMessage());
    }
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    try {
      Sa sa = sad.find(direction, spi);
      sad.remove(sa);
      Consumer<LaneTables> change =
          sa.isInbound()
              ? tables -> tables.removeInbound(spi)
              : tables -> tables.removeOutbound(sa.slot());
      send(
          change,
          () -> {
            sad.free(sa);
            succeed(completion);
          });
    } catch (SadException e) {
      completion.done(e.error(), e.getMessage());
    }
  }

  @Override
  public void updatePeer(int reqId, int remoteAddress, int remotePort, Completion completion) {
    List<Sa> moved = sad.ofReqId(reqId);
    if (moved.isEmpty()) {
      completion.done(CommandError.NOT_FOUND, "no SA has reqId " + reqId);
      return;
    }
    InetAddress remote = address(remoteAddress);
    for (Sa sa : moved) {
      sad.movePeer(sa, remote, remotePort);
    }
    // Complete when no packet is under way that was made for the old peer.
    send(LaneTables::clearFlows, () -> succeed(completion));
  }

  @Override
  public void updatePathMtu(int spi, int mtu) {
    try {
      Sa sa = sad.find(SaDirection.OUTBOUND, spi);
      OutboundSa.pathMtu(sa.slot(), mtu);
      send(LaneTables::clearFlows, () -> {});
    } catch (SadException e) {
      return; // removed since: nothing is sent by it any more
    }
  }

  @Override
  public SaStatus findOutbound(int spi) {
    try {
      return sad.find(SaDirection.OUTBOUND, spi).status(config.clock().nanoTime());
    } catch (SadException e) {
      return null;
    }
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    for (PolicySpec policy : ordered) {
      if (!Selectors.areIpv4(policy.localSelectors())
          || !Selectors.areIpv4(policy.remoteSelectors())) {
        completion.done(
            CommandError.INVALID, "policy " + policy.name() + " is IPv6; this version serves IPv4");
        return;
      }
    }
    Spd spd = new Spd(ordered);
    send(tables -> tables.replaceSpd(spd), () -> succeed(completion));
  }

  @Override
  public void updateNeighbor(int port, int address, long mac) {
    forwarding.neighbors().update(port, address, Ethernet.swapMac(mac));
  }

  // Frames and packets of our own go out by the first lane.

  @Override
  public boolean inject(int port, DirectBuffer frame, int offset, int length) {
    return port >= 0
        && port < forwarding.ports()
        && count(fits(length) && first().own().frame(port, frame, offset, length));
  }

  @Override
  public boolean injectIp(DirectBuffer packet, int offset, int length) {
    return count(fits(length) && first().own().packet(packet, offset, length));
  }

  @Override
  public boolean injectLocal(DirectBuffer packet, int offset, int length) {
    return count(fits(length) && first().local().packet(packet, offset, length));
  }

  private Lane first() {
    return lanes.getFirst().lane();
  }

  private static boolean fits(int length) {
    return length <= SharedParts.MAX_PACKET + Ethernet.HEADER;
  }

  @Override
  public int poll(PuntHandler handler, int limit) {
    int work = commands.poll() + pollPunts(handler, limit);
    long now = config.clock().nanoTime();
    if (now - lastTimer > TIMER_INTERVAL_NANOS) {
      lastTimer = now;
      work += expireByAge(handler, now);
    }
    return work;
  }

  /** Another lane is the first each time, so that a busy one starves no other. */
  private int pollPunts(PuntHandler handler, int limit) {
    int work = 0;
    for (int i = 0; i < lanes.size() && work < limit; i++) {
      Lane lane = lanes.get((firstPolled + i) % lanes.size()).lane();
      work += lane.punts().poll(handler, limit - work);
    }
    firstPolled = (firstPolled + 1) % lanes.size();
    return work;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    long now = config.clock().nanoTime();
    for (Sa sa : sad.all()) {
      consumer.accept(sa.status(now));
    }
  }

  /** Lanes, numbered from 0. Any thread. */
  public int lanes() {
    return lanes.size();
  }

  /** What all lanes have counted together. Any thread. */
  public PacketCounters counters() {
    return counters;
  }

  /** What one lane has counted. Any thread. */
  public PacketCounters counters(int lane) {
    return lanes.get(lane).lane().counters();
  }

  /** Frames and packets of our own that found the queue full or were too long. */
  public long refusedOwn() {
    return refusedOwn;
  }

  /** Bursts under way in all lanes. Any thread. */
  public int occupancy() {
    return lanes.stream().mapToInt(parts -> parts.shape().occupancy()).sum();
  }

  /** Bursts under way in one lane. Any thread. */
  public int occupancy(int lane) {
    return lanes.get(lane).shape().occupancy();
  }

  /** Bursts that may be under way in each lane. */
  public int capacity() {
    return lanes.getFirst().shape().capacity();
  }

  /** What ended a lane thread against its will, or null. Any thread. */
  public Throwable failure() {
    for (LaneThread thread : threads) {
      Throwable failure = thread.failure();
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  /**
   * Stops receiving, lets what is under way leave, ends the threads, and frees mbufs, operations,
   * sessions and keys. The ports are still the caller's. Idempotent.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!quiesce()) {
      return; // its memory stays rather than be freed under a thread or a device that uses it
    }
    for (Sa sa : List.copyOf(sad.all())) {
      sad.remove(sa);
      sad.free(sa);
    }
    lanes.forEach(LaneParts::close);
    shared.close();
  }

  /**
   * Stops receiving, lets what is under way leave, ends the threads, and drops the rest. Counters
   * can still be read. False if the caller was interrupted before the threads ended, or the crypto
   * device keeps operations. Idempotent.
   */
  boolean quiesce() {
    lanes.forEach(parts -> parts.shape().stopReceiving());
    try {
      drain();
      threads.forEach(LaneThread::stop);
      for (LaneThread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    boolean drained = true;
    for (LaneParts parts : lanes) {
      drained &= parts.abandon();
    }
    return drained;
  }

  private void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN_NANOS;
    while (!threads.isEmpty() && occupancy() != 0 && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
  }

  private int expireByAge(PuntHandler handler, long now) {
    int work = 0;
    for (Sa sa : sad.aging()) {
      boolean hard = sa.passesHardSeconds(now);
      if (hard) {
        expire(sa);
      }
      if (hard || sa.passesSoftSeconds(now)) {
        handler.onExpire(sa.isInbound(), sa.spec().spi(), sa.spec().reqId(), hard);
        work++;
      }
    }
    return work;
  }

  private void send(Consumer<LaneTables> change, Runnable completed) {
    commands.send(change, completed);
  }

  private static void expire(Sa sa) {
    if (sa.isInbound()) {
      SaSlot.expire(sa.slot());
    } else {
      OutboundSa.expire(sa.slot());
    }
  }

  private boolean count(boolean queued) {
    if (!queued) {
      refusedOwn++;
    }
    return queued;
  }

  private static void succeed(Completion completion) {
    completion.done(CommandError.NONE, "");
  }

  private static InetAddress address(int hostOrder) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(hostOrder).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
