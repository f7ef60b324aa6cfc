package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A security association as it is configured: by the control plane through the SA channel, or by
 * hand (RFC 4301 §4.5). Run-time state (sequence number, replay window, counters) is the data
 * plane's and not here.
 *
 * <p>Holds key material. The owner calls {@link #wipe()} once the SA is installed; {@link
 * #toString()} never shows keys. Not thread-safe.
 */
public final class SaSpec {
  private final SaDirection direction;
  private final int spi;
  private final int reqId;
  private final String name;
  private final EncryptionAlgorithm encryption;
  private final IntegrityAlgorithm integrity;
  private final byte[] keyMaterial;
  private final InetAddress tunnelLocal;
  private final InetAddress tunnelRemote;
  private final UdpEncapsulation udpEncapsulation;
  private final boolean esn;
  private final int replayWindow;
  private final SaLifetime lifetime;
  private final List<TrafficSelector> localSelectors;
  private final List<TrafficSelector> remoteSelectors;
  private final DfPolicy dfPolicy;
  private final MssClamping mssClamping;
  private final Encapsulation encapsulation;

  /**
   * Makes a specification with a combined-mode algorithm, which needs no integrity algorithm beside
   * it; otherwise as the constructor that takes both.
   */
  public SaSpec(
      SaDirection direction,
      int spi,
      int reqId,
      String name,
      EncryptionAlgorithm encryption,
      byte[] keyMaterial,
      InetAddress tunnelLocal,
      InetAddress tunnelRemote,
      UdpEncapsulation udpEncapsulation,
      boolean esn,
      int replayWindow,
      SaLifetime lifetime,
      List<TrafficSelector> localSelectors,
      List<TrafficSelector> remoteSelectors) {
    this(
        direction,
        spi,
        reqId,
        name,
        encryption,
        IntegrityAlgorithm.NONE,
        keyMaterial,
        tunnelLocal,
        tunnelRemote,
        udpEncapsulation,
        esn,
        replayWindow,
        lifetime,
        localSelectors,
        remoteSelectors);
  }

  /** Makes a specification that copies DF and clamps no MSS; otherwise as the next constructor. */
  public SaSpec(
      SaDirection direction,
      int spi,
      int reqId,
      String name,
      EncryptionAlgorithm encryption,
      IntegrityAlgorithm integrity,
      byte[] keyMaterial,
      InetAddress tunnelLocal,
      InetAddress tunnelRemote,
      UdpEncapsulation udpEncapsulation,
      boolean esn,
      int replayWindow,
      SaLifetime lifetime,
      List<TrafficSelector> localSelectors,
      List<TrafficSelector> remoteSelectors) {
    this(
        direction,
        spi,
        reqId,
        name,
        encryption,
        integrity,
        keyMaterial,
        tunnelLocal,
        tunnelRemote,
        udpEncapsulation,
        esn,
        replayWindow,
        lifetime,
        localSelectors,
        remoteSelectors,
        DfPolicy.COPY,
        MssClamping.OFF);
  }

  /** Makes a specification of ESP in tunnel mode; otherwise as the next constructor. */
  public SaSpec(
      SaDirection direction,
      int spi,
      int reqId,
      String name,
      EncryptionAlgorithm encryption,
      IntegrityAlgorithm integrity,
      byte[] keyMaterial,
      InetAddress tunnelLocal,
      InetAddress tunnelRemote,
      UdpEncapsulation udpEncapsulation,
      boolean esn,
      int replayWindow,
      SaLifetime lifetime,
      List<TrafficSelector> localSelectors,
      List<TrafficSelector> remoteSelectors,
      DfPolicy dfPolicy,
      MssClamping mssClamping) {
    this(
        direction,
        spi,
        reqId,
        name,
        encryption,
        integrity,
        keyMaterial,
        tunnelLocal,
        tunnelRemote,
        udpEncapsulation,
        esn,
        replayWindow,
        lifetime,
        localSelectors,
        remoteSelectors,
        dfPolicy,
        mssClamping,
        Encapsulation.ESP_TUNNEL);
  }

  /**
   * Makes a specification; arrays and lists are copied.
   *
   * @param spi 32-bit SPI, unsigned; 0..255 are reserved (RFC 4303 §2.1) and refused
   * @param reqId joins the SAs of one Child SA (or manual SA pair) over its rekeys to the policy
   *     that uses them; &gt; 0
   * @param name connection and child for people, e.g. {@code blue/net}; at most 128 characters
   * @param integrity NONE beside a combined-mode algorithm, and only there: nothing is encrypted
   *     without being authenticated (RFC 8221 §4)
   * @param keyMaterial encryption key, then salt if the algorithm has one (RFC 4106 §8.1), then
   *     integrity key (RFC 7296 §2.17)
   * @param tunnelLocal our outer address
   * @param tunnelRemote the peer's outer address; same family as {@code tunnelLocal}
   * @param udpEncapsulation null for plain ESP
   * @param esn extended sequence numbers on the wire (RFC 4303 §2.2.1)
   * @param replayWindow packets, a power of two 64..4096, or 0 for off; inbound only
   * @param localSelectors what our side may send or receive (RFC 4301 §4.4.2.1); not empty
   * @param remoteSelectors what the peer's side may send or receive; not empty
   * @param dfPolicy of the outer header; outbound only
   * @param mssClamping of TCP through the tunnel; each direction has its SA's
   * @param encapsulation protocol and mode; with AH the encryption is NULL, or AES-GMAC as the
   *     integrity algorithm that it is (RFC 4543 §4), and there is no UDP encapsulation
   */
  public SaSpec(
      SaDirection direction,
      int spi,
      int reqId,
      String name,
      EncryptionAlgorithm encryption,
      IntegrityAlgorithm integrity,
      byte[] keyMaterial,
      InetAddress tunnelLocal,
      InetAddress tunnelRemote,
      UdpEncapsulation udpEncapsulation,
      boolean esn,
      int replayWindow,
      SaLifetime lifetime,
      List<TrafficSelector> localSelectors,
      List<TrafficSelector> remoteSelectors,
      DfPolicy dfPolicy,
      MssClamping mssClamping,
      Encapsulation encapsulation) {
    if (Integer.compareUnsigned(spi, 256) < 0) {
      throw new IllegalArgumentException(
          "SPI " + spi + " is reserved (0..255, RFC 4303 section 2.1)");
    }
    if (reqId <= 0) {
      throw new IllegalArgumentException("reqId must be positive, found " + reqId);
    }
    if (name.length() > 128) {
      throw new IllegalArgumentException("SA name is longer than 128 characters");
    }
    checkKey(encryption, integrity, keyMaterial.length);
    checkEncapsulation(encapsulation, encryption, udpEncapsulation);
    if (tunnelLocal.getAddress().length != tunnelRemote.getAddress().length) {
      throw new IllegalArgumentException("tunnel endpoints are of different families");
    }
    if (replayWindow != 0
        && (replayWindow < 64 || replayWindow > 4096 || Integer.bitCount(replayWindow) != 1)) {
      throw new IllegalArgumentException(
          "replay window must be 0 or a power of two from 64 to 4096, found " + replayWindow);
    }
    if (localSelectors.isEmpty() || remoteSelectors.isEmpty()) {
      throw new IllegalArgumentException(
          "an SA needs at least one local and one remote traffic selector");
    }
    this.direction = direction;
    this.spi = spi;
    this.reqId = reqId;
    this.name = name;
    this.encryption = encryption;
    this.integrity = integrity;
    this.keyMaterial = keyMaterial.clone();
    this.tunnelLocal = tunnelLocal;
    this.tunnelRemote = tunnelRemote;
    this.udpEncapsulation = udpEncapsulation;
    this.esn = esn;
    this.replayWindow = replayWindow;
    this.lifetime = lifetime;
    this.localSelectors = List.copyOf(localSelectors);
    this.remoteSelectors = List.copyOf(remoteSelectors);
    this.dfPolicy = dfPolicy;
    this.mssClamping = mssClamping;
    this.encapsulation = encapsulation;
  }

  private static void checkEncapsulation(
      Encapsulation encapsulation, EncryptionAlgorithm encryption, UdpEncapsulation udp) {
    if (!encapsulation.isAh()) {
      return;
    }
    if (encryption != EncryptionAlgorithm.NULL
        && encryption != EncryptionAlgorithm.NULL_AUTH_AES_GMAC) {
      throw new IllegalArgumentException("AH encrypts nothing; " + encryption + " is for ESP");
    }
    if (udp != null) {
      throw new IllegalArgumentException(
          "AH does not go in UDP: it authenticates the addresses that a NAT changes (RFC 3948"
              + " section 1)");
    }
  }

  private static void checkKey(
      EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, int octets) {
    if (encryption.isCombinedMode() != (integrity == IntegrityAlgorithm.NONE)) {
      throw new IllegalArgumentException(
          encryption.isCombinedMode()
              ? encryption + " has its own integrity; " + integrity + " cannot stand beside it"
              : encryption + " needs an integrity algorithm beside it (RFC 8221 section 4)");
    }
    int keyBits = (octets - encryption.saltLength() - integrity.keyLength()) * 8;
    if (!encryption.keyBits().contains(keyBits)) {
      throw new IllegalArgumentException(
          encryption
              + " needs a key of "
              + encryption.keyBits()
              + " bits, a salt of "
              + encryption.saltLength()
              + " octets and an integrity key of "
              + integrity.keyLength()
              + " octets; found "
              + octets
              + " octets in all");
    }
  }

  public SaDirection direction() {
    return direction;
  }

  /** The SPI as an unsigned 32-bit value in an int. */
  public int spi() {
    return spi;
  }

  public int reqId() {
    return reqId;
  }

  public String name() {
    return name;
  }

  public EncryptionAlgorithm encryption() {
    return encryption;
  }

  /** NONE if the encryption has its own. */
  public IntegrityAlgorithm integrity() {
    return integrity;
  }

  /** Octets of ICV in each packet. */
  public int icvLength() {
    return encryption.icvLength() + integrity.icvLength();
  }

  /** The encryption key's length in bits: 128, 192 or 256; 0 without encryption. */
  public int keyBits() {
    return (keyMaterial.length - encryption.saltLength() - integrity.keyLength()) * 8;
  }

  /** The key material itself, not a copy; the caller must not keep or modify it. */
  public byte[] keyMaterial() {
    return keyMaterial;
  }

  public InetAddress tunnelLocal() {
    return tunnelLocal;
  }

  public InetAddress tunnelRemote() {
    return tunnelRemote;
  }

  /** Null for plain ESP. */
  public UdpEncapsulation udpEncapsulation() {
    return udpEncapsulation;
  }

  public boolean esn() {
    return esn;
  }

  public int replayWindow() {
    return replayWindow;
  }

  public SaLifetime lifetime() {
    return lifetime;
  }

  public List<TrafficSelector> localSelectors() {
    return localSelectors;
  }

  public List<TrafficSelector> remoteSelectors() {
    return remoteSelectors;
  }

  /** What becomes of DF in the outer header. */
  public DfPolicy dfPolicy() {
    return dfPolicy;
  }

  /** Whether TCP's segment size is made to fit. */
  public MssClamping mssClamping() {
    return mssClamping;
  }

  /** Protocol and mode. */
  public Encapsulation encapsulation() {
    return encapsulation;
  }

  /** An independent copy, keys and all; it is wiped apart from this one. */
  public SaSpec copy() {
    return new SaSpec(
        direction,
        spi,
        reqId,
        name,
        encryption,
        integrity,
        keyMaterial,
        tunnelLocal,
        tunnelRemote,
        udpEncapsulation,
        esn,
        replayWindow,
        lifetime,
        localSelectors,
        remoteSelectors,
        dfPolicy,
        mssClamping,
        encapsulation);
  }

  /** Whether there is no key: all octets are zero, as {@link #wipe()} leaves them. */
  public boolean wiped() {
    int bits = 0;
    for (byte octet : keyMaterial) {
      bits |= octet;
    }
    return bits == 0;
  }

  /** Overwrites the key material with zeros. Idempotent. */
  public void wipe() {
    Arrays.fill(keyMaterial, (byte) 0);
  }

  @Override
  public String toString() {
    return "SaSpec["
        + name
        + " "
        + direction
        + " spi=0x"
        + Integer.toHexString(spi)
        + " reqId="
        + reqId
        + "]";
  }
}
