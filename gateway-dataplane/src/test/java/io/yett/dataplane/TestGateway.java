package io.yett.dataplane;

import io.yett.dataplane.config.EspSuite;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.esp.CryptoQueues;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.SaStatus;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.Mbuf;
import io.yett.dpdk.Memory;
import io.yett.dpdk.Mempool;
import io.yett.dpdk.Port;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;

/**
 * A gateway with two DPDK ring ports, driven by the test's own thread. The test feeds frames into
 * one queue of a port and takes what the gateway sent from another.
 *
 * <pre>
 *   red site 10.1.0.0/24 -- [red .1 GATEWAY black 192.0.2.1] -- 192.0.2.254 -- peer 192.0.2.2
 * </pre>
 */
final class TestGateway implements AutoCloseable {
  static final int RED = 0;
  static final int BLACK = 1;
  static final String LOCAL = "192.0.2.1";
  static final String REMOTE = "192.0.2.2";
  static final int REQ_ID = 7;
  static final long RED_HOST_MAC = 0x02_00_00_00_01_09L;
  static final long PEER_MAC = 0x02_00_00_00_02_02L;
  static final byte[] KEY = hex("000102030405060708090a0b0c0d0e0f" + "cafebabe");

  private static final int MTU = DpdkFixture.MTU;
  private static final int MAX_ROUNDS = 1_000_000;

  final Recorder recorder = new Recorder();
  final Mempool pool;
  private final List<Port> ports = DpdkFixture.ringPorts();
  private final Pipeline pipeline;
  private final long array = Memory.allocate(8L * 64);
  private long now = 1_000_000_000_000L;
  private boolean closed;
  private boolean started;

  TestGateway() {
    this(fused(), config -> config);
  }

  TestGateway(LaneConfig lane, UnaryOperator<PipelineConfig> change) {
    pool = DpdkFixture.pool();
    List<PortConfig> portConfigs =
        List.of(
            new PortConfig("red", "", List.of(new InterfaceAddress(ip("10.1.0.1"), 24)), MTU),
            new PortConfig("black", "", List.of(new InterfaceAddress(ip(LOCAL), 24)), MTU));
    List<RouteConfig> routes =
        List.of(new RouteConfig(new Subnet(ip("0.0.0.0"), 0), ip("192.0.2.254"), "black"));
    NanoClock clock = () -> now;
    PipelineConfig config =
        new PipelineConfig(
            lane,
            portConfigs,
            routes,
            PolicyAction.DISCARD,
            ports,
            Collections.nCopies(lane.count(), pool),
            DpdkFixture.immediate(),
            new PipelineConfig.Limits(256, 1024, 64, 1 << 18, 1 << 17, 1024, true),
            IntStream.range(0, lane.count())
                .mapToObj(n -> new PipelineConfig.Queues(rx(n), tx(n)))
                .toList(),
            number -> new DeviceQueue(DpdkFixture.immediate(), number),
            clock,
            () -> 0);
    pipeline = new Pipeline(change.apply(config));
    pipeline.updateNeighbor(RED, hostOrder("10.1.0.9"), RED_HOST_MAC);
    pipeline.updateNeighbor(BLACK, hostOrder(REMOTE), PEER_MAC);
    pipeline.updateNeighbor(BLACK, hostOrder("192.0.2.254"), PEER_MAC);
  }

  /** Where a lane receives on each port. */
  private static int rx(int lane) {
    return 2 * lane;
  }

  /** Where a lane sends on each port. */
  private static int tx(int lane) {
    return 2 * lane + 1;
  }

  /** That many of such lanes; two at most, for the ports have no more queues. */
  static LaneConfig lanes(int count, LaneConfig lane) {
    return new LaneConfig(
        count, lane.shape(), lane.cpus(), lane.workers(), lane.burst(), lane.idle(), lane.crypto());
  }

  static LaneConfig fused() {
    return new LaneConfig(
        LaneConfig.Shape.FUSED, List.of(), 1, 32, LaneConfig.Idle.BACKOFF, LaneConfig.CRYPTO_AUTO);
  }

  static LaneConfig pipelined(int workers) {
    return new LaneConfig(
        LaneConfig.Shape.PIPELINED,
        List.of(),
        workers,
        8,
        LaneConfig.Idle.BACKOFF,
        LaneConfig.CRYPTO_AUTO);
  }

  /** The same lane with this mask for the IVs of its SAs; other lanes here have none. */
  static UnaryOperator<PipelineConfig> masked(long ivMask) {
    return c ->
        new PipelineConfig(
            c.lane(),
            c.ports(),
            c.routes(),
            c.defaultPolicy(),
            c.devices(),
            c.pools(),
            c.crypto(),
            c.limits(),
            c.queues(),
            c.cryptoQueues(),
            c.clock(),
            () -> ivMask);
  }

  /** A fused lane over a device with queues, as hardware has them. */
  static TestGateway queued() {
    return new TestGateway(fused(), over(pair -> new DeviceQueue(DpdkFixture.crypto(), pair)));
  }

  /** The same over a device that has every algorithm. */
  static TestGateway queuedMultiBuffer() {
    CryptoDevice device = DpdkFixture.multiBuffer();
    return new TestGateway(fused(), over(device, pair -> new DeviceQueue(device, pair)));
  }

  /** The same lane over queue pairs of {@link DpdkFixture#crypto}, or what is put before them. */
  static UnaryOperator<PipelineConfig> over(CryptoQueues queues) {
    return over(DpdkFixture.crypto(), queues);
  }

  private static UnaryOperator<PipelineConfig> over(CryptoDevice device, CryptoQueues queues) {
    return c ->
        new PipelineConfig(
            c.lane(),
            c.ports(),
            c.routes(),
            c.defaultPolicy(),
            c.devices(),
            c.pools(),
            device,
            c.limits(),
            c.queues(),
            queues,
            c.clock(),
            c.ivMasks());
  }

  Pipeline pipeline() {
    return pipeline;
  }

  PacketCounters counters() {
    return pipeline.counters();
  }

  long dropped(DropReason reason) {
    return counters().dropped(reason);
  }

  long mac(int port) {
    return ports.get(port).mac();
  }

  /** Moves the lane's clock. */
  void advance(long nanos) {
    now += nanos;
  }

  /** Puts a frame on a port's wire, for the first lane. */
  void feed(int port, byte[] frame) {
    feed(0, port, frame);
  }

  /** Puts a frame on a port's wire, for that lane. */
  void feed(int lane, int port, byte[] frame) {
    assertTrue(pool.allocate(array, 1), "no mbuf is left");
    long mbuf = Memory.getLong(array);
    Memory.copy(frame, 0, Mbuf.data(mbuf), frame.length);
    Mbuf.length(mbuf, frame.length);
    feed(lane, port, mbuf);
  }

  /** Puts an mbuf on a port's wire, for the first lane. */
  void feed(int port, long mbuf) {
    feed(0, port, mbuf);
  }

  private void feed(int lane, int port, long mbuf) {
    Memory.putLong(array, mbuf);
    assertTrue(ports.get(port).txBurst(rx(lane), array, 1) == 1, "the ring is full");
  }

  /** Runs the lane and the control thread until nothing is left to do. */
  void run() {
    int idle = 0;
    for (int i = 0; idle < 32; i++) {
      assertTrue(i < MAX_ROUNDS, "the lane does not come to rest");
      int work = pipeline.poll(recorder, 64);
      for (LaneDuty duty : pipeline.duties()) {
        work += duty.work().run();
      }
      idle = work == 0 ? idle + 1 : 0;
    }
  }

  /** Starts the lane's threads; from now on they run the lane, and this thread only polls. */
  void start() throws InterruptedException {
    pipeline.start();
    started = true;
  }

  private void finish(Result result) {
    if (started) {
      Awaitility.await()
          .pollInSameThread()
          .until(() -> {
            pipeline.poll(recorder, 64);
            return result.error != null;
          });
    } else {
      run();
    }
    result.assertOk();
  }

  /** Gives only that fused lane some rounds, and nobody else. */
  void runOnly(int lane) {
    for (int i = 0; i < 16; i++) {
      pipeline.duties().get(lane).work().run();
    }
  }

  /** Runs everything that often, whether there is work or not. */
  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      pipeline.poll(recorder, 64);
      pipeline.duties().forEach(duty -> duty.work().run());
    }
  }

  /** Like {@link #run}, but the lane's threads get their turns in a random order. */
  void run(Random random) {
    List<LaneDuty> duties = pipeline.duties();
    int idle = 0;
    for (int i = 0; idle < 64 * duties.size(); i++) {
      assertTrue(i < MAX_ROUNDS, "the lane does not come to rest");
      int work = pipeline.poll(recorder, 64);
      work += duties.get(random.nextInt(duties.size())).work().run();
      idle = work == 0 ? idle + 1 : 0;
    }
  }

  /** Takes a frame that the first lane sent off a port's wire, or null. */
  byte[] take(int port) {
    return take(0, port);
  }

  /** Takes a frame that a lane sent off a port's wire, or null. */
  byte[] take(int lane, int port) {
    if (ports.get(port).rxBurst(tx(lane), array, 1) == 0) {
      return null;
    }
    long mbuf = Memory.getLong(array);
    byte[] frame = new byte[Mbuf.dataLength(mbuf)];
    Memory.copy(Mbuf.data(mbuf), frame, 0, frame.length);
    Mbuf.free(array, 1);
    return frame;
  }

  /** Frees what was fed and never received. */
  void discardUnreceived() {
    for (int lane = 0; lane < pipeline.lanes(); lane++) {
      for (Port port : ports) {
        while (port.rxBurst(rx(lane), array, 1) == 1) {
          Mbuf.free(array, 1);
        }
      }
    }
  }

  /** What all lanes sent by a port, lane by lane. */
  List<byte[]> takeAll(int port) {
    List<byte[]> frames = new ArrayList<>();
    for (int lane = 0; lane < pipeline.lanes(); lane++) {
      for (byte[] frame = take(lane, port); frame != null; frame = take(lane, port)) {
        frames.add(frame);
      }
    }
    return frames;
  }

  /** Packets that have left the lane in any way. */
  long ended() {
    PacketCounters c = counters();
    return c.transmitted() + c.punted() + c.dropped();
  }

  /** Feeds one frame and returns what the gateway sent on the other port, or null. */
  byte[] exchange(int port, byte[] frame) {
    feed(port, frame);
    run();
    return take(1 - port);
  }

  /** Policy 10.1.0.0/24 - 10.2.0.0/16 by REQ_ID. */
  void protect() {
    policies(policy("net", PolicyAction.PROTECT, REQ_ID, RED_NET, BLUE_NET));
  }

  /** Policy between the gateway itself and the peer by REQ_ID. */
  void protectOwn() {
    policies(
        policy(
            "own",
            PolicyAction.PROTECT,
            REQ_ID,
            List.of(range(LOCAL, LOCAL)),
            List.of(range(REMOTE, REMOTE))));
  }

  /** Sends a packet of our own, which takes the policies; returns what left at black, or null. */
  byte[] sendOwn(byte[] packet) {
    assertTrue(
        pipeline.injectLocal(new UnsafeBuffer(packet), 0, packet.length), "the queue is full");
    run();
    return take(BLACK);
  }

  /** Feeds a frame to black; returns the packet that was handed up, or null. */
  byte[] receive(byte[] packet) {
    recorder.frames.clear();
    feed(BLACK, Frames.ipv4Frame(mac(BLACK), packet));
    run();
    return recorder.frames.isEmpty() ? null : Frames.packet(recorder.frames.getLast());
  }

  static final List<TrafficSelector> RED_NET = List.of(range("10.1.0.0", "10.1.0.255"));
  static final List<TrafficSelector> BLUE_NET = List.of(range("10.2.0.0", "10.2.255.255"));

  void policies(PolicySpec... policies) {
    Result result = new Result();
    pipeline.updatePolicies(Arrays.asList(policies), result);
    finish(result);
  }

  static PolicySpec policy(
      String name,
      PolicyAction action,
      int reqId,
      List<TrafficSelector> local,
      List<TrafficSelector> remote) {
    return new PolicySpec(name, 0, action, reqId, local, remote);
  }

  void installOutbound(SaBuilder sa) {
    SaSpec spec = sa.build(SaDirection.OUTBOUND);
    install(spec);
    Result result = new Result();
    pipeline.activateOutbound(spec.reqId(), spec.spi(), result);
    finish(result);
  }

  void installInbound(SaBuilder sa) {
    install(sa.build(SaDirection.INBOUND));
  }

  void install(SaSpec spec) {
    Result result = new Result();
    pipeline.installSa(spec, result);
    spec.wipe();
    finish(result);
  }

  SaStatus status(SaDirection direction) {
    List<SaStatus> found = new ArrayList<>();
    pipeline.forEachSa(status -> {
      if (status.spec().direction() == direction) {
        found.add(status);
      }
    });
    return found.getFirst();
  }

  /** Every packet is in exactly one counter, and every buffer is back. */
  void assertAccounted() {
    takeAll(RED);
    takeAll(BLACK);
    for (int lane = 0; lane < pipeline.lanes(); lane++) {
      PacketCounters c = pipeline.counters(lane);
      long in = c.received() + c.injected() + c.takenOver();
      long out =
          c.transmitted() + c.punted() + c.reshaped() + c.waiting() + c.handedOver() + c.dropped();
      assertTrue(in == out, "lane " + lane + " had " + in + " packets, and ended " + out);
    }
    PacketCounters c = counters();
    assertTrue(
        c.received() + c.injected()
            == c.transmitted() + c.punted() + c.reshaped() + c.waiting() + c.dropped(),
        "received "
            + c.received()
            + " + injected "
            + c.injected()
            + " != transmitted "
            + c.transmitted()
            + " + punted "
            + c.punted()
            + " + reshaped "
            + c.reshaped()
            + " + waiting "
            + c.waiting()
            + " + dropped "
            + c.dropped());
    assertTrue(pool.inUse() == 0, pool.inUse() + " buffers are missing");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pipeline.close();
      takeAll(RED);
      takeAll(BLACK);
    }
  }

  /** An SA of 10.1.0.0/24 - 10.2.0.0/16 with the peer; change what the test is about. */
  static final class SaBuilder {
    int spi = 0x1001;
    int reqId = REQ_ID;
    EspSuite suite = EspSuite.ofProposal("aes128gcm16").getFirst();
    byte[] key = KEY;
    UdpEncapsulation udp;
    boolean esn;
    int window = 64;
    SaLifetime lifetime = SaLifetime.UNLIMITED;
    List<TrafficSelector> local = RED_NET;
    List<TrafficSelector> remote = BLUE_NET;
    DfPolicy df = DfPolicy.COPY;

    MssClamping mss = MssClamping.OFF;
    Encapsulation encapsulation = Encapsulation.ESP_TUNNEL;

    /** ESP in transport mode between the gateway and the peer. */
    SaBuilder transport() {
      return encapsulation(Encapsulation.of(IpsecProtocol.ESP, IpsecMode.TRANSPORT))
          .selectors(List.of(range(LOCAL, LOCAL)), List.of(range(REMOTE, REMOTE)));
    }

    SaBuilder encapsulation(Encapsulation value) {
      encapsulation = value;
      return this;
    }

    SaBuilder clampMss() {
      mss = MssClamping.AUTO;
      return this;
    }

    SaBuilder df(DfPolicy value) {
      df = value;
      return this;
    }

    SaBuilder spi(int value) {
      spi = value;
      return this;
    }

    SaBuilder reqId(int value) {
      reqId = value;
      return this;
    }

    SaBuilder esn() {
      esn = true;
      return this;
    }

    SaBuilder udp() {
      udp = new UdpEncapsulation(4500, 4500, 0);
      return this;
    }

    SaBuilder window(int packets) {
      window = packets;
      return this;
    }

    SaBuilder lifetime(SaLifetime value) {
      lifetime = value;
      return this;
    }

    /** AES-GCM with a key of this material. */
    SaBuilder key(byte[] value) {
      return suite("aes" + (value.length - 4) * 8 + "gcm16", value);
    }

    /** By the name that the file has for it; encryption key, salt, integrity key. */
    SaBuilder suite(String name, byte[] keyMaterial) {
      suite = EspSuite.ofProposal(name).getFirst();
      key = keyMaterial;
      return this;
    }

    SaBuilder selectors(List<TrafficSelector> localSide, List<TrafficSelector> remoteSide) {
      local = localSide;
      remote = remoteSide;
      return this;
    }

    SaSpec build(SaDirection direction) {
      return new SaSpec(
          direction,
          spi,
          reqId,
          "test",
          suite.encryption(),
          suite.integrity(),
          key,
          ip(LOCAL),
          ip(REMOTE),
          udp,
          esn,
          direction == SaDirection.INBOUND ? window : 0,
          lifetime,
          local,
          remote,
          df,
          mss,
          encapsulation);
    }
  }

  /** How a request ended. */
  static final class Result implements io.yett.dataplane.control.Completion {
    CommandError error;
    String text;

    @Override
    public void done(CommandError error, String text) {
      this.error = error;
      this.text = text;
    }

    void assertOk() {
      assertTrue(error == CommandError.NONE, "the request ended with " + error + ": " + text);
    }
  }

  static TrafficSelector range(String start, String end) {
    return TrafficSelector.ofRange(ip(start), ip(end));
  }

  static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  static int hostOrder(String text) {
    return ByteBuffer.wrap(ip(text).getAddress()).getInt();
  }

  static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text);
  }

  private static void assertTrue(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
