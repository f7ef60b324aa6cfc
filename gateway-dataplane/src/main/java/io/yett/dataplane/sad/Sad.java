package io.yett.dataplane.sad;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.dataplane.sachannel.SaDirection;
import io.yett.dataplane.sachannel.SaSpec;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import io.yett.dataplane.spd.Selectors;
import io.yett.dpdk.HugeMemory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * The master copy of the SAD (RFC 4301 section 4.4.2): makes the slots that lanes read, and frees
 * and wipes them once no lane can touch them any more. Control thread.
 */
public final class Sad {
  /** Most selectors of one SA, local and remote together. */
  private static final int MAX_SELECTORS = 64;

  private final Map<Long, Sa> byDirectionAndSpi = new HashMap<>();
  private final Set<Sa> aging = new LinkedHashSet<>();
  private final BlockPool blocks;
  private final CryptoSessions sessions;
  private final NanoClock clock;
  private final int capacity;
  private final LongSupplier ivMasks;
  private int serial;

  /**
   * An empty SAD.
   *
   * @param memory for the slots; freed after the SAD
   * @param capacity most SAs, both directions together
   * @param ivMasks a mask for the IVs of each outbound SA
   */
  public Sad(
      HugeMemory memory,
      CryptoSessions sessions,
      NanoClock clock,
      int capacity,
      LongSupplier ivMasks) {
    this.blocks = new BlockPool(memory);
    this.sessions = sessions;
    this.clock = clock;
    this.capacity = capacity;
    this.ivMasks = ivMasks;
  }

  /** Makes an SA that no lane knows yet. */
  public Sa create(SaSpec spec) throws SadException {
    checkSpec(spec);
    long session = sessions.create(spec);
    long slot = blocks.allocate(SaSlot.SIZE);
    int selectorsLength = Selectors.length(spec.localSelectors(), spec.remoteSelectors());
    long selectors = blocks.allocate(selectorsLength);
    Selectors.write(selectors, spec.localSelectors(), spec.remoteSelectors());
    long bitmap = 0;
    SaSlot.identify(slot, spec.spi(), ++serial, spec.reqId());
    if (spec.direction() == SaDirection.INBOUND) {
      bitmap = bitmap(spec, slot);
      initializeInbound(spec, slot, session, bitmap, selectors);
    } else {
      initializeOutbound(spec, slot, session, selectors);
    }
    Sa sa = new Sa(spec, slot, session, bitmap, selectors, selectorsLength, clock.nanoTime());
    byDirectionAndSpi.put(key(spec.direction(), spec.spi()), sa);
    if (sa.hasAgeLimit()) {
      aging.add(sa);
    }
    return sa;
  }

  /** Finds an SA. */
  public Sa find(SaDirection direction, int spi) throws SadException {
    Sa sa = byDirectionAndSpi.get(key(direction, spi));
    if (sa == null) {
      throw new SadException(
          CommandError.NOT_FOUND, "no " + direction + " SA has SPI 0x" + Integer.toHexString(spi));
    }
    return sa;
  }

  /** Takes an SA out of the listing; its memory stays until {@link #free}. */
  public void remove(Sa sa) {
    byDirectionAndSpi.remove(key(sa.spec().direction(), sa.spec().spi()), sa);
    aging.remove(sa);
  }

  /** Ends its session, and wipes and frees its memory. No lane can touch it any more. */
  public void free(Sa sa) {
    sessions.destroy(sa.session());
    blocks.free(sa.selectors(), sa.selectorsLength());
    if (sa.bitmap() != 0 && !InboundSa.hasOwnBitmap(sa.spec().replayWindow())) {
      blocks.free(sa.bitmap(), bitmapBytes(sa.spec()));
    }
    blocks.free(sa.slot(), SaSlot.SIZE);
  }

  /**
   * Changes the peer's outer address and port, of the master copy and of what lanes read. Each lane
   * uses the new ones from its next packet on; its flows must look for the next hop again.
   *
   * @param remotePort of UDP encapsulation; 0 leaves it as it is
   */
  public void movePeer(Sa sa, InetAddress remote, int remotePort) {
    sa.peer(remote, remotePort);
    UdpEncapsulation udp = sa.spec().udpEncapsulation();
    int port = udp == null ? 0 : udp.remotePort();
    if (sa.isInbound()) {
      InboundSa.remote(sa.slot(), hostOrder(remote), port);
    } else {
      OutboundSa.movePeer(sa.slot(), hostOrder(remote), port);
    }
  }

  /** All SAs, in no order. */
  public Collection<Sa> all() {
    return byDirectionAndSpi.values();
  }

  /** Those with a limit in seconds, which somebody has to watch. */
  public Collection<Sa> aging() {
    return aging;
  }

  /** All SAs of a reqId. */
  public List<Sa> ofReqId(int reqId) {
    return byDirectionAndSpi.values().stream().filter(sa -> sa.spec().reqId() == reqId).toList();
  }

  private void initializeInbound(
      SaSpec spec, long slot, long session, long bitmap, long selectors) {
    UdpEncapsulation udp = spec.udpEncapsulation();
    InboundSa.initialize(
        slot,
        session,
        SaForm.of(spec),
        spec.replayWindow(),
        bitmap,
        selectors,
        SaLimits.inbound(spec.lifetime()));
    InboundSa.remote(slot, hostOrder(spec.tunnelRemote()), udp == null ? 0 : udp.remotePort());
    SaSlot.state(slot, SaSlot.ACTIVE);
  }

  private void initializeOutbound(SaSpec spec, long slot, long session, long selectors) {
    OutboundSa.initialize(
        slot,
        session,
        SaForm.of(spec),
        ivMasks.getAsLong(),
        selectors,
        SaLimits.outbound(spec.lifetime(), spec.esn()));
    UdpEncapsulation udp = spec.udpEncapsulation();
    OutboundSa.writeTemplate(
        slot,
        hostOrder(spec.tunnelLocal()),
        hostOrder(spec.tunnelRemote()),
        udp == null ? 0 : udp.localPort(),
        udp == null ? 0 : udp.remotePort(),
        spec.encryption().ivLength());
    OutboundForm.write(slot, spec.encapsulation().tfcLength());
    SaSlot.state(slot, SaSlot.STANDBY);
  }

  private void checkSpec(SaSpec spec) throws SadException {
    if (byDirectionAndSpi.containsKey(key(spec.direction(), spec.spi()))) {
      throw new SadException(
          CommandError.SPI_IN_USE,
          spec.direction() + " SPI 0x" + Integer.toHexString(spec.spi()) + " is installed already");
    }
    if (byDirectionAndSpi.size() >= capacity) {
      throw new SadException(CommandError.FULL, "the SAD holds its " + capacity + " SAs already");
    }
    if (!(spec.tunnelLocal() instanceof Inet4Address)
        || !Selectors.areIpv4(spec.localSelectors())
        || !Selectors.areIpv4(spec.remoteSelectors())) {
      throw new SadException(
          CommandError.INVALID, "SA " + spec.name() + " is IPv6; this version serves IPv4");
    }
    if (spec.encapsulation().isTransport() && !TransportSelectors.areOfEnds(spec)) {
      throw new SadException(
          CommandError.INVALID,
          "SA "
              + spec.name()
              + " is in transport mode, so its selectors can have the addresses of its ends alone"
              + " (RFC 4301 section 4.1)");
    }
    if (spec.localSelectors().size() + spec.remoteSelectors().size() > MAX_SELECTORS) {
      throw new SadException(
          CommandError.INVALID,
          "SA " + spec.name() + " has more than " + MAX_SELECTORS + " selectors");
    }
  }

  private long bitmap(SaSpec spec, long slot) {
    if (spec.replayWindow() == 0) {
      return 0;
    }
    return InboundSa.hasOwnBitmap(spec.replayWindow())
        ? InboundSa.ownBitmap(slot)
        : blocks.allocate(bitmapBytes(spec));
  }

  private static long bitmapBytes(SaSpec spec) {
    return ReplayWindow.bitmapBytes(spec.replayWindow());
  }

  private static int hostOrder(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  private static long key(SaDirection direction, int spi) {
    return (direction == SaDirection.INBOUND ? 1L << 32 : 0) | (spi & 0xFFFF_FFFFL);
  }
}
