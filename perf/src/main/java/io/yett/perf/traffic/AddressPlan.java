package io.yett.perf.traffic;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Who has which address, SPI and key; the same for all systems. IPv4 addresses in host order.
 *
 * <p>Clear hosts 10.1.0.0/16 (red port) reach 10.64.0.0/10 through tunnels from 192.0.2.1 to peers
 * in 198.18.0.0/15 (RFC 2544's network for benchmarks), all behind the neighbour 192.0.2.2.
 */
public final class AddressPlan {
  /** Our address on the red port, /24. */
  public static final int RED_GATEWAY = 0x0A_01_00_01;

  /** Clear hosts, /16. */
  public static final int RED_NETWORK = 0x0A_01_00_00;

  public static final int RED_PREFIX = 16;

  /** Neighbour on the red port that knows all of {@link #RED_NETWORK}. */
  public static final int RED_NEIGHBOR = 0x0A_01_00_FE;

  /** Our address on the black port, /24: the tunnels' local end. */
  public static final int BLACK_GATEWAY = 0xC0_00_02_01;

  /** Neighbour on the black port: the way to all peers. */
  public static final int BLACK_NEIGHBOR = 0xC0_00_02_02;

  /** All hosts behind tunnels, /10. */
  public static final int REMOTE_NETWORK = 0x0A_40_00_00;

  public static final int REMOTE_PREFIX = 10;

  /** Peers, /15. */
  public static final int PEERS = 0xC6_12_00_00;

  public static final int PEERS_PREFIX = 15;

  /** UDP destination port of every clear packet. */
  public static final int SERVICE_PORT = 5000;

  /** Destination ports of each second policy, inclusive. */
  public static final int POLICY_FIRST_PORT = 4096;

  public static final int POLICY_LAST_PORT = 8191;

  /** Both sides of UDP encapsulation (RFC 3948). */
  public static final int NAT_TRAVERSAL_PORT = 4500;

  /** Link address of both neighbours. */
  public static final long NEIGHBOR_MAC = 0x02_00_00_00_00_02L;

  private static final int FIRST_OUTBOUND_SPI = 0x1001;
  private static final int FIRST_INBOUND_SPI = 0x20_0001;
  private static final int FIRST_RED_HOST = 2;
  private static final int RED_HOSTS = 200;
  private static final int HOSTS_OF_POLICY = 256;
  private static final int FIRST_HOST_OF_POLICY = 5;
  private static final long KEY_SEED = 0x5945_5454L;

  private AddressPlan() {}

  /** A clear host. */
  public static int redHost(int number) {
    return RED_NETWORK + FIRST_RED_HOST + number % RED_HOSTS;
  }

  /** The peer of a tunnel, counted from 0. */
  public static int peer(int tunnel) {
    return PEERS + 1 + tunnel;
  }

  /** First address behind a tunnel; {@link #tunnelPrefix} tells how many there are. */
  public static int tunnelNetwork(int tunnel, int tunnels) {
    return tunnels == 1 ? REMOTE_NETWORK : REMOTE_NETWORK + tunnel;
  }

  /** A tunnel has a single host, unless there is no other. */
  public static int tunnelPrefix(int tunnels) {
    return tunnels == 1 ? REMOTE_PREFIX : 32;
  }

  /** First remote address of a policy, counted from 0, where many lead to one tunnel. */
  public static int policyNetwork(int policy, int policies) {
    return policies == 1 ? REMOTE_NETWORK : REMOTE_NETWORK + policy * HOSTS_OF_POLICY;
  }

  public static int policyPrefix(int policies) {
    return policies == 1 ? REMOTE_PREFIX : 24;
  }

  /** Whether that policy is for a range of UDP ports only. */
  public static boolean policyHasPorts(int policy) {
    return (policy & 1) == 1;
  }

  /** A host behind a policy. */
  public static int policyHost(int policy, int host) {
    return REMOTE_NETWORK
        + policy * HOSTS_OF_POLICY
        + FIRST_HOST_OF_POLICY
        + host % (HOSTS_OF_POLICY - FIRST_HOST_OF_POLICY);
  }

  /** A tunnel's SPI for packets that we send. */
  public static int outboundSpi(int tunnel) {
    return FIRST_OUTBOUND_SPI + tunnel;
  }

  /** A tunnel's SPI for packets that we receive. */
  public static int inboundSpi(int tunnel) {
    return FIRST_INBOUND_SPI + tunnel;
  }

  /** Key material of an SA; differs from SA to SA, and is the same in each run. */
  public static byte[] key(int spi, int octets) {
    byte[] key = new byte[octets];
    new SplittableRandom(KEY_SEED + spi).nextBytes(key);
    return key;
  }

  /** {@code 10.1.0.1}. */
  public static String text(int address) {
    return String.format(
        Locale.ROOT,
        "%d.%d.%d.%d",
        address >>> 24,
        (address >>> 16) & 255,
        (address >>> 8) & 255,
        address & 255);
  }
}
