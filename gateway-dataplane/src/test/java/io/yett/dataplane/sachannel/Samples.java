package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random but valid values, by seed. Public: the control plane's tests use it too. */
public final class Samples {
  private static final List<IntegrityAlgorithm> HMACS =
      Stream.of(IntegrityAlgorithm.values())
          .filter(algorithm -> algorithm != IntegrityAlgorithm.NONE)
          .toList();

  private final Random random;

  public Samples(long seed) {
    this.random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public InetAddress address(boolean v6) {
    byte[] octets = new byte[v6 ? 16 : 4];
    random.nextBytes(octets);
    // Not an IPv4-mapped IPv6 address: InetAddress would turn that into IPv4.
    octets[0] |= 1;
    return address(octets);
  }

  static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  public static InetAddress v4(int a, int b, int c, int d) {
    return address(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
  }

  public TrafficSelector selector() {
    boolean v6 = random.nextBoolean();
    InetAddress low = address(v6);
    byte[] high = low.getAddress();
    high[high.length - 1] = (byte) 0xFF;
    int port = random.nextInt(65_536);
    return new TrafficSelector(
        random.nextInt(256), port, port + random.nextInt(65_536 - port), low, address(high));
  }

  public List<TrafficSelector> selectors() {
    List<TrafficSelector> all = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 4);
    for (int i = 0; i < count; i++) {
      all.add(selector());
    }
    return all;
  }

  public byte[] octets(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  public String text(int maxLength) {
    int length = 1 + random.nextInt(maxLength);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abcdefghij/-äß€".charAt(random.nextInt(15)));
    }
    return text.toString();
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public SaSpec sa() {
    return sa(random.nextBoolean() ? SaDirection.INBOUND : SaDirection.OUTBOUND, spi());
  }

  public int spi() {
    int spi = random.nextInt();
    return Integer.compareUnsigned(spi, 256) < 0 ? spi + 256 : spi;
  }

  /** One that goes with the algorithm. */
  private Encapsulation encapsulation(EncryptionAlgorithm encryption, boolean udp) {
    boolean integrityAlone =
        encryption == EncryptionAlgorithm.NULL
            || encryption == EncryptionAlgorithm.NULL_AUTH_AES_GMAC;
    IpsecMode mode = oneOf(List.of(IpsecMode.values()));
    if (integrityAlone && !udp && random.nextBoolean()) {
      return Encapsulation.of(IpsecProtocol.AH, mode);
    }
    if (random.nextBoolean()) {
      return Encapsulation.ESP_TUNNEL;
    }
    return mode == IpsecMode.TRANSPORT
        ? Encapsulation.of(IpsecProtocol.ESP, mode)
        : new Encapsulation(IpsecProtocol.ESP, mode, random.nextInt(9001));
  }

  public SaSpec sa(SaDirection direction, int spi) {
    boolean udp = random.nextBoolean();
    boolean v6 = random.nextBoolean();
    long limit = random.nextLong() >>> 1;
    EncryptionAlgorithm encryption = oneOf(List.of(EncryptionAlgorithm.values()));
    IntegrityAlgorithm integrity =
        encryption.isCombinedMode() ? IntegrityAlgorithm.NONE : oneOf(HMACS);
    int keyBits = oneOf(encryption.keyBits());
    return new SaSpec(
        direction,
        spi,
        1 + random.nextInt(Integer.MAX_VALUE - 1),
        text(128),
        encryption,
        integrity,
        octets(keyBits / 8 + encryption.saltLength() + integrity.keyLength()),
        address(v6),
        address(v6),
        !udp
            ? null
            : new UdpEncapsulation(
                1 + random.nextInt(65_535), 1 + random.nextInt(65_535), random.nextInt(1000)),
        random.nextBoolean(),
        random.nextBoolean() ? 0 : 64 << random.nextInt(7),
        random.nextBoolean()
            ? SaLifetime.UNLIMITED
            : new SaLifetime(limit / 2, limit / 3, limit / 5, limit, limit, limit),
        selectors(),
        selectors(),
        oneOf(List.of(DfPolicy.values())),
        oneOf(List.of(MssClamping.values())),
        encapsulation(encryption, udp));
  }

  public PolicySpec policy(String name) {
    PolicyAction action = List.of(PolicyAction.values()).get(random.nextInt(3));
    return new PolicySpec(
        name,
        random.nextInt(),
        action,
        action == PolicyAction.PROTECT ? 1 + random.nextInt(1000) : 0,
        selectors(),
        selectors());
  }

  public SaStatus status() {
    SaSpec spec = sa();
    spec.wipe();
    return new SaStatus(
        spec,
        random.nextBoolean(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong());
  }

  /** Everything of an SA, keys too: for comparison in tests only. */
  public static String describe(SaSpec spec) {
    return String.join(
        "|",
        spec.toString(),
        spec.encryption().toString(),
        spec.integrity().toString(),
        HexFormat.of().formatHex(spec.keyMaterial()),
        spec.tunnelLocal().toString(),
        spec.tunnelRemote().toString(),
        String.valueOf(spec.udpEncapsulation()),
        String.valueOf(spec.esn()),
        String.valueOf(spec.replayWindow()),
        spec.lifetime().toString(),
        spec.localSelectors().toString(),
        spec.remoteSelectors().toString(),
        spec.dfPolicy().toString(),
        spec.encapsulation().toString(),
        spec.mssClamping().toString());
  }
}
