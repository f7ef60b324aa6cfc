package io.yett.perf.dut;

import io.yett.dataplane.BurstProbe;
import io.yett.dataplane.DiscardPunts;
import io.yett.dataplane.Pipeline;
import io.yett.dataplane.PipelineConfig;
import io.yett.dataplane.config.InterfaceAddress;
import io.yett.dataplane.config.LaneConfig;
import io.yett.dataplane.config.PortConfig;
import io.yett.dataplane.config.RouteConfig;
import io.yett.dataplane.config.Subnet;
import io.yett.dataplane.control.Completion;
import io.yett.dataplane.counters.DropReason;
import io.yett.dataplane.counters.PacketCounters;
import io.yett.dataplane.esp.DeviceQueue;
import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.EncryptionAlgorithm;
import io.yett.dataplane.sachannel.PolicyAction;
import io.yett.dataplane.sachannel.PolicySpec;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.TrafficSelector;
import io.yett.dpdk.CryptoDevice;
import io.yett.dpdk.Mempool;
import io.yett.perf.generator.FrameMix;
import io.yett.perf.generator.Traffic;
import io.yett.perf.generator.Wire;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A fused lane that takes the frames of a {@link Traffic} from one port and sends them to the
 * other, through an AES-128-GCM tunnel with extended sequence numbers or as they are. One thread
 * makes, polls and closes it.
 */
public final class TunnelLane implements AutoCloseable {
  /** IPv4 addresses of the frames that the lane forwards, for {@link #traffic}. */
  private static final int SOURCE = 0x0A_01_00_02;

  private static final int DESTINATION = 0x0A_02_00_05;
  private static final int PEER = 0xC0_00_02_02;
  private static final int BLACK = 1;
  private static final int REQ_ID = 1;
  private static final int SPI = 0x1001;
  private static final int KEY_OCTETS = 20;
  private static final long SENDER_MAC = 0x02_00_00_00_00_99L;

  private final CryptoDevice crypto;
  private final Pipeline pipeline;

  /** What the lane does with the frames. */
  public enum Path {
    /** One outbound SA protects them all. */
    ENCRYPT,
    /** A policy lets them pass. */
    FORWARD
  }

  /**
   * How the lane runs.
   *
   * @param cpu of its thread; -1 leaves it unpinned
   * @param burst packets taken at once, 1..64
   * @param crypto a crypto device, e.g. {@link CryptoDevice#MULTI_BUFFER}
   * @param peerMac where the frames go that leave by the second port, low 48 bits
   * @param mtu of both ports, in octets
   */
  public record Settings(Path path, int cpu, int burst, String crypto, long peerMac, int mtu) {}

  private TunnelLane(CryptoDevice crypto, Pipeline pipeline) {
    this.crypto = crypto;
    this.pipeline = pipeline;
  }

  /**
   * Starts the lane.
   *
   * @param red where the frames come in
   * @param black where they leave; its queue numbers are those of {@code red}
   * @param pool for packets of the lane's own
   * @param probe watches the lane, or null
   */
  public static TunnelLane start(
      Settings settings, Wire red, Wire black, Mempool pool, BurstProbe probe)
      throws InterruptedException {
    LaneConfig config =
        new LaneConfig(
            LaneConfig.Shape.FUSED,
            settings.cpu() < 0 ? List.of() : List.of(settings.cpu()),
            1,
            settings.burst(),
            LaneConfig.Idle.BUSY_SPIN,
            settings.crypto());
    CryptoDevice crypto = CryptoDevice.open(settings.crypto());
    try {
      PipelineConfig.configure(crypto, config, PipelineConfig.Limits.DEFAULT);
      crypto.start();
      PipelineConfig whole = config(settings, config, red, black, pool, crypto);
      TunnelLane lane = new TunnelLane(crypto, new Pipeline(whole, probe));
      lane.install(settings);
      lane.pipeline.start();
      return lane;
    } catch (RuntimeException e) {
      crypto.close();
      throw e;
    }
  }

  private static PipelineConfig config(
      Settings settings, LaneConfig lane, Wire red, Wire black, Mempool pool, CryptoDevice crypto) {
    if (red.receiveQueue() != black.receiveQueue()
        || red.transmitQueue() != black.transmitQueue()) {
      throw new IllegalArgumentException("a lane has the same queues on both ports");
    }
    return new PipelineConfig(
        lane,
        List.of(
            port("red", red, "10.1.0.1", settings.mtu()),
            port("black", black, "192.0.2.1", settings.mtu())),
        List.of(new RouteConfig(Subnet.containing(ip("10.2.0.0"), 16), ip("192.0.2.2"), "black")),
        PolicyAction.DISCARD,
        List.of(red.port(), black.port()),
        List.of(pool),
        crypto,
        PipelineConfig.Limits.DEFAULT,
        List.of(new PipelineConfig.Queues(red.receiveQueue(), red.transmitQueue())),
        number -> new DeviceQueue(crypto, number),
        SystemNanoClock.INSTANCE,
        RandomGenerator.getDefault()::nextLong);
  }

  private static PortConfig port(String name, Wire wire, String address, int mtu) {
    return new PortConfig(
        name, wire.port().name(), List.of(new InterfaceAddress(ip(address), 24)), mtu);
  }

  private void install(Settings settings) {
    boolean encrypt = settings.path() == Path.ENCRYPT;
    List<TrafficSelector> red = List.of(range("10.1.0.0", "10.1.255.255"));
    List<TrafficSelector> blue = List.of(range("10.2.0.0", "10.2.255.255"));
    pipeline.updateNeighbor(BLACK, PEER, settings.peerMac());
    pipeline.updatePolicies(
        List.of(
            new PolicySpec(
                "bench",
                1,
                encrypt ? PolicyAction.PROTECT : PolicyAction.BYPASS,
                encrypt ? REQ_ID : 0,
                red,
                blue)),
        expectSuccess());
    if (encrypt) {
      pipeline.installSa(outbound(red, blue), expectSuccess());
      pipeline.activateOutbound(REQ_ID, SPI, expectSuccess());
    }
  }

  private static SaSpec outbound(List<TrafficSelector> red, List<TrafficSelector> blue) {
    byte[] key = new byte[KEY_OCTETS]; // 0, 1, 2 ...: no secret, so that anyone can open the frames
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    return new SaSpec(
        SaDirection.OUTBOUND,
        SPI,
        REQ_ID,
        "bench",
        EncryptionAlgorithm.AES_GCM_16,
        key,
        ip("192.0.2.1"),
        ip("192.0.2.2"),
        null,
        true,
        0,
        SaLifetime.UNLIMITED,
        red,
        blue);
  }

  private static TrafficSelector range(String first, String last) {
    return TrafficSelector.ofRange(ip(first), ip(last));
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static Completion expectSuccess() {
    return (error, text) -> {
      if (error != CommandError.NONE) {
        throw new IllegalStateException(error + ": " + text);
      }
    };
  }

  /** Frames that this lane forwards, if they are sent to the port with this address. */
  public static Traffic traffic(FrameMix mix, int flows, long redMac) {
    return new Traffic(mix, flows, SENDER_MAC, redMac, SOURCE, DESTINATION);
  }

  /**
   * Does the control thread's part; call it some times a second.
   *
   * @throws IllegalStateException if the lane has died
   */
  public void poll() {
    pipeline.poll(DiscardPunts.INSTANCE, 100);
    Throwable failure = pipeline.failure();
    if (failure != null) {
      throw new IllegalStateException("the lane died: " + failure, failure);
    }
  }

  public PacketCounters counters() {
    return pipeline.counters();
  }

  /** Why packets fell since the lane began, e.g. {@code mtu_exceeded 12}; empty if none did. */
  public String drops() {
    List<String> reasons = new ArrayList<>();
    for (DropReason reason : DropReason.values()) {
      long packets = counters().dropped(reason);
      if (packets != 0) {
        reasons.add(reason.name().toLowerCase(Locale.ROOT) + " " + packets);
      }
    }
    return String.join(", ", reasons);
  }

  /** Ends the lane; its ports stay open. Idempotent. */
  @Override
  public void close() {
    pipeline.close();
    crypto.close();
  }
}
