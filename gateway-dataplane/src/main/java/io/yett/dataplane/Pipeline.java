package io.yett.dataplane;

import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.control.PacketEngine;
import io.yett.dataplane.control.PuntHandler;
import io.yett.dataplane.counters.LaneCounters;
import io.yett.dataplane.esp.EspStage;
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
import io.yett.dataplane.spd.Spd;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The packet path as a whole: makes the lane, its threads and the queues between it and the control
 * thread. The only place where threads and rings are joined.
 *
 * <p>All methods are for the control thread, but {@link #counters}, {@link #occupancy} and {@link
 * #failure}, which any thread may call.
 */
public final class Pipeline implements PacketEngine, AutoCloseable {
  /** How long a stopping lane may take to finish the bursts that are under way. */
  private static final long DRAIN_NANOS = 1_000_000_000;

  private static final long TIMER_INTERVAL_NANOS = 200_000_000;
  private static final long MAX_PARK_NANOS = 1_000_000;

  private final LaneParts parts;
  private final Lane lane;
  private final LaneShape shape;
  private final Sad sad;
  private final Forwarding forwarding;
  private final List<LaneThread> threads = new ArrayList<>();
  private boolean closed;
  private long refusedOwn;
  private long lastTimer;

  /** Makes a lane that has no threads yet. */
  public Pipeline(PipelineConfig config) {
    this(config, null);
  }

  /** As {@link #Pipeline(PipelineConfig)}, for a fused lane that {@code probe} watches. */
  public Pipeline(PipelineConfig config, BurstProbe probe) {
    this.parts = new LaneParts(config, probe);
    this.lane = parts.lane();
    this.shape = parts.shape();
    this.sad = parts.sad();
    this.forwarding = parts.forwarding();
  }

  /** Starts the lane's threads; packets flow from now on. */
  public void start() throws InterruptedException {
    LaneConfig config = parts.config().lane();
    List<LaneDuty> duties = shape.duties();
    if (!config.cpus().isEmpty() && config.cpus().size() != duties.size()) {
      throw new IllegalArgumentException(
          "this lane has "
              + duties.size()
              + " threads, but dataplane.lane.cpu names "
              + config.cpus().size()
              + " CPUs");
    }
    for (int i = 0; i < duties.size(); i++) {
      int cpu = config.cpus().isEmpty() ? -1 : config.cpus().get(i);
      LaneThread thread = new LaneThread(duties.get(i), cpu, idleStrategy(config.idle()));
      threads.add(thread);
      thread.start();
    }
  }

  /** For tests: the lane's duties, to be run by hand instead of {@link #start}. */
  List<LaneDuty> duties() {
    return shape.duties();
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
        send(() -> lane.tables().addInbound(spec.spi(), sa.slot()), () -> succeed(completion));
      } else {
        succeed(completion);
      }
    } catch (SadException e) {
      completion.done(e.error(), e.getMessage());
    }
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
      send(() -> lane.tables().activateOutbound(sa.slot()), () -> succeed(completion));
    } catch (SadException e) {
      completion.done(e.error(), e.getMessage());
    }
  }

  @Override
  public void removeSa(SaDirection direction, int spi, Completion completion) {
    try {
      Sa sa = sad.find(direction, spi);
      sad.remove(sa);
      Runnable change =
          sa.isInbound()
              ? () -> lane.tables().removeInbound(spi)
              : () -> lane.tables().removeOutbound(sa.slot());
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
    movePeer(reqId, address(remoteAddress), remotePort, completion);
  }

  @Override
  public void updatePeer(
      int reqId, Inet6Address remoteAddress, int remotePort, Completion completion) {
    movePeer(reqId, remoteAddress, remotePort, completion);
  }

  private void movePeer(int reqId, InetAddress remote, int remotePort, Completion completion) {
    List<Sa> moved = sad.ofReqId(reqId);
    if (moved.isEmpty()) {
      completion.done(CommandError.NOT_FOUND, "no SA has reqId " + reqId);
      return;
    }
    int octets = remote.getAddress().length;
    if (moved.stream().anyMatch(sa -> sa.spec().tunnelLocal().getAddress().length != octets)) {
      completion.done(
          CommandError.INVALID,
          "reqId " + reqId + " has a tunnel of the other family than " + remote.getHostAddress());
      return;
    }
    for (Sa sa : moved) {
      sad.movePeer(sa, remote, remotePort);
    }
    Runnable change =
        () -> {
          for (Sa sa : moved) {
            Sad.writePeer(sa);
          }
          lane.tables().clearFlows();
        };
    lane.commands().send(new LaneCommand(change, () -> succeed(completion), true));
  }

  @Override
  public void updatePathMtu(int spi, int mtu) {
    try {
      Sa sa = sad.find(SaDirection.OUTBOUND, spi);
      send(
          () -> {
            OutboundSa.pathMtu(sa.slot(), mtu);
            lane.tables().clearFlows();
          },
          () -> {});
    } catch (SadException e) {
      return; // removed since: nothing is sent by it any more
    }
  }

  @Override
  public SaStatus findOutbound(int spi) {
    try {
      return sad.find(SaDirection.OUTBOUND, spi).status(lane.clock().nanoTime());
    } catch (SadException e) {
      return null;
    }
  }

  @Override
  public void updatePolicies(List<PolicySpec> ordered, Completion completion) {
    Spd spd = new Spd(ordered);
    send(() -> lane.tables().replaceSpd(spd), () -> succeed(completion));
  }

  @Override
  public void updateNeighbor(int port, int address, long mac) {
    forwarding.neighbors().update(port, address, Ethernet.swapMac(mac));
  }

  @Override
  public void updateNeighbor(int port, long high, long low, long mac) {
    forwarding.neighbors().update(port, high, low, Ethernet.swapMac(mac));
  }

  @Override
  public boolean inject(int port, DirectBuffer frame, int offset, int length) {
    return port >= 0
        && port < forwarding.ports()
        && count(length <= parts.maxFrame() && lane.own().frame(port, frame, offset, length));
  }

  @Override
  public boolean injectIp(DirectBuffer packet, int offset, int length) {
    return count(length <= parts.maxFrame() && lane.own().packet(packet, offset, length));
  }

  @Override
  public boolean injectLocal(DirectBuffer packet, int offset, int length) {
    return count(length <= parts.maxFrame() && lane.local().packet(packet, offset, length));
  }

  @Override
  public int poll(PuntHandler handler, int limit) {
    int work = lane.commands().poll(shape.finishedSequence());
    work += lane.punts().poll(handler, limit);
    long now = lane.clock().nanoTime();
    if (now - lastTimer > TIMER_INTERVAL_NANOS) {
      lastTimer = now;
      work += expireByAge(handler, now);
    }
    return work;
  }

  @Override
  public void forEachSa(Consumer<SaStatus> consumer) {
    long now = lane.clock().nanoTime();
    for (Sa sa : sad.all()) {
      consumer.accept(sa.status(now));
    }
  }

  /** What the lane has counted. Any thread. */
  public LaneCounters counters() {
    return lane.counters();
  }

  /** Frames and packets of our own that found the queue full or were too long. */
  public long refusedOwn() {
    return refusedOwn;
  }

  /** Bursts under way in the lane's ring. Any thread. */
  public int occupancy() {
    return shape.occupancy();
  }

  /** Bursts that may be under way. */
  public int capacity() {
    return shape.capacity();
  }

  /** What ended a lane thread against its will, or null. Any thread. */
  public Throwable failure() {
    return threads.stream().map(LaneThread::failure).filter(f -> f != null).findAny().orElse(null);
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
    parts.close();
  }

  /**
   * Stops receiving, lets what is under way leave, ends the threads, and drops the rest. Counters
   * can still be read. False if the caller was interrupted before the threads ended, or the crypto
   * device keeps operations. Idempotent.
   */
  boolean quiesce() {
    shape.stopReceiving();
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
    boolean drained = lane.esp().stream().allMatch(EspStage::drain);
    shape.abandon(drained);
    return drained;
  }

  private void drain() throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN_NANOS;
    while (!threads.isEmpty() && shape.occupancy() != 0 && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
  }

  private int expireByAge(PuntHandler handler, long now) {
    int work = 0;
    for (Sa sa : sad.all()) {
      boolean hard = sa.passesHardSeconds(now);
      if (hard) {
        send(() -> SaSlot.state(sa.slot(), SaSlot.EXPIRED), () -> {});
      }
      if (hard || sa.passesSoftSeconds(now)) {
        handler.onExpire(sa.isInbound(), sa.spec().spi(), sa.spec().reqId(), hard);
        work++;
      }
    }
    return work;
  }

  private void send(Runnable change, Runnable completed) {
    lane.commands().send(new LaneCommand(change, completed, false));
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

  private static IdleStrategy idleStrategy(LaneConfig.Idle idle) {
    return switch (idle) {
      case BUSY_SPIN -> new BusySpinIdleStrategy();
      case BACKOFF -> new BackoffIdleStrategy(200, 50, 1000, MAX_PARK_NANOS);
    };
  }
}
