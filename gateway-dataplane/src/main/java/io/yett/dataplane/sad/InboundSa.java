package io.yett.dataplane.sad;

import io.yett.dataplane.packet.Esp;
import io.yett.dataplane.packet.Ipv4;
import io.yett.dpdk.Memory;

/**
 * An inbound SA's slot: four cache lines off-heap. The first is read by the RX stage and the
 * workers; the second is written by the TX stage, which commits the replay window in order; the
 * third is cold; the fourth is the bitmap of a replay window that fits it.
 *
 * <p>Counts may be read by any thread.
 */
public final class InboundSa {
  // Line 0: read by RX and workers.
  private static final int OWNER = 12;
  private static final int WINDOW = 16;
  private static final int SALT = 20;
  private static final int SESSION = 24;
  private static final int REMOTE = 32;
  private static final int REMOTE_PORT = 36;
  private static final int ESN = 40; // four octets: see SaForm.packed
  private static final int MODE = 41;
  private static final int HEADERS = 42;
  private static final int ICV_LENGTH = 43;
  private static final int MIN_LENGTH = 44; // two octets each
  private static final int ALIGNMENT_MASK = 46;
  private static final int BITMAP = 48;
  private static final int SELECTORS = 56;
  // Line 1: TX stage of the owner.
  private static final int TOP = 64;
  private static final int PACKETS = 72;
  private static final int BYTES = 80;
  private static final int LAST_USED = 88;
  private static final int REPLAYS = 96;
  private static final int AUTH_FAILURES = 104;
  private static final int PACKET_LIMIT = 112;
  private static final int BYTE_LIMIT = 120;
  // Line 2: cold.
  private static final int SOFT_PACKETS = 128;
  private static final int HARD_PACKETS = 136;
  private static final int SOFT_BYTES = 144;
  private static final int HARD_BYTES = 152;
  private static final int CLAMPS_MSS = 160;

  // Line 3: TX stage.
  private static final int OWN_BITMAP = 192;

  /** {@link #owner} of an SA that no lane owns yet. */
  public static final int NO_OWNER = -1;

  private InboundSa() {}

  /** True if the bitmap of a window has its place in the slot. */
  static boolean hasOwnBitmap(int window) {
    return ReplayWindow.bitmapBytes(window) <= Memory.CACHE_LINE;
  }

  /** Address of that place. */
  static long ownBitmap(long sa) {
    return sa + OWN_BITMAP;
  }

  /**
   * Where there are several lanes: the one that owns the SA. Its TX stage alone marks the replay
   * window and counts. {@link #NO_OWNER} until one has authenticated a packet.
   */
  public static int owner(long sa) {
    return Memory.getInt(sa + OWNER) - 1;
  }

  /**
   * TX stage, with a packet whose ICV was good: true if the lane owns the SA, which nobody owned
   * before the first such packet. An owner stays until the SA goes.
   */
  public static boolean isOwnedBy(long sa, int lane) {
    int owner = owner(sa);
    return owner == lane || (owner == NO_OWNER && Memory.compareAndSetInt(sa + OWNER, 0, lane + 1));
  }

  /** Packets in the replay window, a power of two; 0 if it is off. */
  public static int window(long sa) {
    return Memory.getInt(sa + WINDOW);
  }

  /** Address of the replay window's bitmap. */
  public static long bitmap(long sa) {
    return Memory.getLong(sa + BITMAP);
  }

  /** Highest sequence number accepted; 0 before the first. Any thread. */
  public static long top(long sa) {
    return Memory.getLong(sa + TOP);
  }

  /** TX stage. */
  public static void top(long sa, long sequence) {
    Memory.putLong(sa + TOP, sequence);
  }

  /** The 4 octets of salt as a little-endian load finds them (RFC 4106 section 4). */
  public static int salt(long sa) {
    return Memory.getInt(sa + SALT);
  }

  /** Crypto session handle. */
  public static long session(long sa) {
    return Memory.getLong(sa + SESSION);
  }

  public static boolean isEsn(long sa) {
    return Memory.getByte(sa + ESN) != 0;
  }

  /** One of {@link SaMode}. */
  public static int mode(long sa) {
    return Memory.getByte(sa + MODE);
  }

  /** Octets of the ESP header and the IV, or of AH. */
  public static int headers(long sa) {
    return Memory.getByte(sa + HEADERS);
  }

  /** Octets of the ICV. */
  public static int icvLength(long sa) {
    return Memory.getByte(sa + ICV_LENGTH);
  }

  /**
   * Whether an ESP packet of that many octets, from the ESP header to the end of the ICV, is long
   * enough for a trailer, and its ciphertext as long as the algorithm makes it.
   */
  public static boolean isLength(long sa, int length) {
    int more = length - Memory.getUnsignedShort(sa + MIN_LENGTH);
    return more >= 0 && (more & Memory.getUnsignedShort(sa + ALIGNMENT_MASK)) == 0;
  }

  /** Whether TCP's segment size is made to fit the tunnel. */
  public static boolean clampsMss(long sa) {
    return Memory.getByte(sa + CLAMPS_MSS) != 0;
  }

  /** The longest packet that fits a tunnel with the same algorithms over a link of this MTU. */
  public static int maxInnerLength(long sa, int linkMtu) {
    if (SaMode.isAh(mode(sa))) {
      return linkMtu - Ipv4.HEADER - headers(sa);
    }
    int udp = isInUdp(sa) ? Esp.UDP_HEADER : 0;
    int room = linkMtu - Ipv4.HEADER - udp - headers(sa) - icvLength(sa);
    return (room & ~Memory.getUnsignedShort(sa + ALIGNMENT_MASK)) - Esp.TRAILER;
  }

  /** Address of the compiled selectors. */
  public static long selectors(long sa) {
    return Memory.getLong(sa + SELECTORS);
  }

  /**
   * Where packets should come from, as {@link #wirePeer(int, int)} makes it. The peer may move
   * while lanes receive from it, so this is one number.
   */
  public static long wirePeer(long sa) {
    return Memory.getLong(sa + REMOTE);
  }

  /**
   * An address and a port as one number.
   *
   * @param wireAddress the outer IPv4 source as a little-endian load of the wire finds it
   * @param wirePort the UDP source port likewise; 0 without UDP
   */
  public static long wirePeer(int wireAddress, int wirePort) {
    return (wireAddress & 0xFFFF_FFFFL) | ((long) wirePort << 32);
  }

  /** The peer's outer IPv4 address as a little-endian load of the wire finds it. */
  public static int wireRemote(long sa) {
    return Memory.getInt(sa + REMOTE);
  }

  /** True if the peer sends ESP in UDP. */
  public static boolean isInUdp(long sa) {
    return Memory.getInt(sa + REMOTE_PORT) != 0;
  }

  public static long packets(long sa) {
    return Memory.getLong(sa + PACKETS);
  }

  /** Octets of inner packets. */
  public static long bytes(long sa) {
    return Memory.getLong(sa + BYTES);
  }

  /** Lane clock of the last packet; meaningless before the first. */
  public static long lastUsed(long sa) {
    return Memory.getLong(sa + LAST_USED);
  }

  public static long replays(long sa) {
    return Memory.getLong(sa + REPLAYS);
  }

  public static long authFailures(long sa) {
    return Memory.getLong(sa + AUTH_FAILURES);
  }

  /** TX stage; of any lane, for an SA has no owner at first. */
  public static void countReplay(long sa) {
    Memory.getAndAddLong(sa + REPLAYS, 1);
  }

  /** TX stage of any lane. */
  public static void countAuthFailure(long sa) {
    Memory.getAndAddLong(sa + AUTH_FAILURES, 1);
  }

  /** TX stage: counts a packet that passed, unless a hard limit forbids it. */
  public static LimitVerdict count(long sa, int length, long nanoTime) {
    long packets = packets(sa) + 1;
    long bytes = bytes(sa) + length;
    LimitVerdict verdict = LimitVerdict.PASS;
    if (packets >= Memory.getLong(sa + PACKET_LIMIT) || bytes >= Memory.getLong(sa + BYTE_LIMIT)) {
      verdict = passLimits(sa, packets, bytes);
      if (verdict == LimitVerdict.HARD) {
        return verdict;
      }
    }
    Memory.putLong(sa + PACKETS, packets);
    Memory.putLong(sa + BYTES, bytes);
    Memory.putLong(sa + LAST_USED, nanoTime);
    return verdict;
  }

  private static LimitVerdict passLimits(long sa, long packets, long bytes) {
    long hardPackets = Memory.getLong(sa + HARD_PACKETS);
    long hardBytes = Memory.getLong(sa + HARD_BYTES);
    if (packets > hardPackets || bytes > hardBytes) {
      return LimitVerdict.HARD;
    }
    if (packets < Memory.getLong(sa + SOFT_PACKETS) && bytes < Memory.getLong(sa + SOFT_BYTES)) {
      return LimitVerdict.PASS;
    }
    Memory.putLong(sa + SOFT_PACKETS, Long.MAX_VALUE);
    Memory.putLong(sa + SOFT_BYTES, Long.MAX_VALUE);
    Memory.putLong(sa + PACKET_LIMIT, hardPackets + 1);
    Memory.putLong(sa + BYTE_LIMIT, hardBytes + 1);
    return LimitVerdict.SOFT;
  }

  // Control thread, before a lane knows the SA.

  static void initialize(
      long sa,
      long session,
      SaForm form,
      int window,
      long bitmap,
      long selectors,
      SaLimits limits) {
    Memory.putLong(sa + SESSION, session);
    Memory.putInt(sa + SALT, form.salt());
    Memory.putInt(sa + ESN, form.packed(form.headers(), form.icvLength()));
    Memory.putInt(sa + WINDOW, window);
    Memory.putLong(sa + BITMAP, bitmap);
    Memory.putLong(sa + SELECTORS, selectors);
    Memory.putShort(sa + MIN_LENGTH, (short) form.minLength());
    Memory.putShort(sa + ALIGNMENT_MASK, (short) (form.alignment() - 1));
    Memory.putLong(sa + PACKET_LIMIT, Math.min(limits.softSequence(), limits.hardSequence() + 1));
    Memory.putLong(sa + BYTE_LIMIT, Math.min(limits.softBytes(), limits.hardBytes() + 1));
    Memory.putLong(sa + SOFT_PACKETS, limits.softSequence());
    Memory.putLong(sa + HARD_PACKETS, limits.hardSequence());
    Memory.putLong(sa + SOFT_BYTES, limits.softBytes());
    Memory.putLong(sa + HARD_BYTES, limits.hardBytes());
    Memory.putByte(sa + CLAMPS_MSS, (byte) (form.clampsMss() ? 1 : 0));
  }

  /**
   * Sets where packets should come from. Control thread, at any time.
   *
   * @param remote host order
   * @param remotePort of UDP encapsulation, host order; 0 without
   */
  static void remote(long sa, int remote, int remotePort) {
    int wirePort = Short.reverseBytes((short) remotePort) & 0xFFFF;
    Memory.putLongRelease(sa + REMOTE, wirePeer(Integer.reverseBytes(remote), wirePort));
  }
}
