package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.InstallSaDecoder;
import io.yett.dataplane.sachannel.codec.InstallSaEncoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderDecoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An {@link SaSpec} as an InstallSa message. Owned by one thread. */
final class SaSpecCodec {
  static final short LOCAL = 1;
  static final short REMOTE = 2;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final InstallSaEncoder encoder = new InstallSaEncoder();
  private final InstallSaDecoder decoder = new InstallSaDecoder();

  /**
   * Writes the message.
   *
   * @param withKey false: zeros stand where the key would
   * @return its octets
   */
  int encode(UnsafeBuffer buffer, long correlationId, SaSpec spec, boolean withKey) {
    UdpEncapsulation udp = spec.udpEncapsulation();
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .correlationId(correlationId)
        .spi(spec.spi())
        .reqId(spec.reqId())
        .direction(encodeDirection(spec.direction()))
        .esn((short) (spec.esn() ? 1 : 0))
        .encryption(spec.encryption().transformId())
        .replayWindow(spec.replayWindow())
        .udpLocalPort(udp == null ? 0 : udp.localPort())
        .udpRemotePort(udp == null ? 0 : udp.remotePort())
        .keepaliveSeconds(udp == null ? 0 : udp.keepaliveSeconds())
        .softPackets(spec.lifetime().softPackets())
        .softBytes(spec.lifetime().softBytes())
        .softSeconds(spec.lifetime().softSeconds())
        .hardPackets(spec.lifetime().hardPackets())
        .hardBytes(spec.lifetime().hardBytes())
        .hardSeconds(spec.lifetime().hardSeconds())
        .integrity(spec.integrity().transformId())
        .dfPolicy((short) spec.dfPolicy().code())
        .clampMss((short) (spec.mssClamping() == MssClamping.AUTO ? 1 : 0))
        .securityProtocol((short) spec.encapsulation().protocol().number())
        .transportMode((short) (spec.encapsulation().isTransport() ? 1 : 0))
        .tfcLength(spec.encapsulation().tfcLength());
    AddressCodec.encode(encoder.tunnelLocal(), spec.tunnelLocal());
    AddressCodec.encode(encoder.tunnelRemote(), spec.tunnelRemote());
    int count = selectorCount(spec.localSelectors(), spec.remoteSelectors());
    InstallSaEncoder.SelectorsEncoder group = encoder.selectorsCount(count);
    spec.localSelectors().forEach(selector -> encode(group.next(), LOCAL, selector));
    spec.remoteSelectors().forEach(selector -> encode(group.next(), REMOTE, selector));
    encoder.saName(spec.name());
    byte[] key = withKey ? spec.keyMaterial() : new byte[spec.keyMaterial().length];
    encoder.putKeyMaterial(key, 0, key.length);
    return MessageLayout.HEADER_LENGTH + encoder.encodedLength();
  }

  /**
   * Reads a message whose shape is sound. Throws {@link IllegalArgumentException} for values that
   * make no SA.
   */
  SaSpec decode(DirectBuffer message) {
    decoder.wrapAndApplyHeader(message, 0, headerDecoder);
    List<TrafficSelector> local = new ArrayList<>();
    List<TrafficSelector> remote = new ArrayList<>();
    for (InstallSaDecoder.SelectorsDecoder group : decoder.selectors()) {
      sideOf(group.side(), local, remote).add(decode(group));
    }
    String name = decoder.saName();
    byte[] key = new byte[Math.min(decoder.keyMaterialLength(), SaChannelLimits.MAX_KEY)];
    if (key.length != decoder.keyMaterialLength()) {
      throw new IllegalArgumentException(
          "key material of " + decoder.keyMaterialLength() + " octets");
    }
    decoder.getKeyMaterial(key, 0, key.length);
    try {
      return new SaSpec(
          decodeDirection(decoder.direction()),
          decoder.spi(),
          decoder.reqId(),
          name,
          EncryptionAlgorithm.ofTransformId(decoder.encryption()),
          integrity(),
          key,
          AddressCodec.decode(decoder.tunnelLocal()),
          AddressCodec.decode(decoder.tunnelRemote()),
          udpEncapsulation(),
          decodeFlag(decoder.esn()),
          decoder.replayWindow(),
          lifetime(),
          local,
          remote,
          dfPolicy(),
          mssClamping(),
          encapsulation());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Before version 2 there were combined-mode algorithms alone. */
  private IntegrityAlgorithm integrity() {
    int transformId = decoder.integrity();
    return transformId == InstallSaDecoder.integrityNullValue()
        ? IntegrityAlgorithm.NONE
        : IntegrityAlgorithm.ofTransformId(transformId);
  }

  /** Before version 3 DF was copied. */
  private DfPolicy dfPolicy() {
    int code = decoder.dfPolicy();
    return code == InstallSaDecoder.dfPolicyNullValue() ? DfPolicy.COPY : DfPolicy.ofCode(code);
  }

  private MssClamping mssClamping() {
    int flag = decoder.clampMss();
    boolean on = flag != InstallSaDecoder.clampMssNullValue() && decodeFlag(flag);
    return on ? MssClamping.AUTO : MssClamping.OFF;
  }

  /** Before version 4 there was ESP in tunnel mode alone. */
  private Encapsulation encapsulation() {
    int protocol = decoder.securityProtocol();
    if (protocol == InstallSaDecoder.securityProtocolNullValue()) {
      return Encapsulation.ESP_TUNNEL;
    }
    return new Encapsulation(
        IpsecProtocol.ofNumber(protocol),
        decodeFlag(decoder.transportMode()) ? IpsecMode.TRANSPORT : IpsecMode.TUNNEL,
        decoder.tfcLength());
  }

  private UdpEncapsulation udpEncapsulation() {
    if (decoder.udpLocalPort() == 0 && decoder.udpRemotePort() == 0) {
      return null;
    }
    return new UdpEncapsulation(
        decoder.udpLocalPort(), decoder.udpRemotePort(), decoder.keepaliveSeconds());
  }

  private SaLifetime lifetime() {
    return new SaLifetime(
        decoder.softPackets(),
        decoder.softBytes(),
        decoder.softSeconds(),
        decoder.hardPackets(),
        decoder.hardBytes(),
        decoder.hardSeconds());
  }

  private static void encode(
      InstallSaEncoder.SelectorsEncoder group, short side, TrafficSelector selector) {
    group
        .side(side)
        .protocol((short) selector.protocol())
        .startPort(selector.startPort())
        .endPort(selector.endPort());
    AddressCodec.encode(group.startAddress(), selector.startAddress());
    AddressCodec.encode(group.endAddress(), selector.endAddress());
  }

  private static TrafficSelector decode(InstallSaDecoder.SelectorsDecoder group) {
    return new TrafficSelector(
        group.protocol(),
        group.startPort(),
        group.endPort(),
        AddressCodec.decode(group.startAddress()),
        AddressCodec.decode(group.endAddress()));
  }

  /** How many selectors a message must carry; throws if it is more than one may. */
  static int selectorCount(List<TrafficSelector> local, List<TrafficSelector> remote) {
    int count = local.size() + remote.size();
    if (count > SaChannelLimits.MAX_SELECTORS) {
      throw new IllegalArgumentException(
          count + " traffic selectors; at most " + SaChannelLimits.MAX_SELECTORS);
    }
    return count;
  }

  static List<TrafficSelector> sideOf(
      int side, List<TrafficSelector> local, List<TrafficSelector> remote) {
    return switch (side) {
      case LOCAL -> local;
      case REMOTE -> remote;
      default -> throw new IllegalArgumentException("traffic selector of side " + side);
    };
  }

  static short encodeDirection(SaDirection direction) {
    return (short) (direction == SaDirection.INBOUND ? 1 : 2);
  }

  static SaDirection decodeDirection(int direction) {
    return switch (direction) {
      case 1 -> SaDirection.INBOUND;
      case 2 -> SaDirection.OUTBOUND;
      default -> throw new IllegalArgumentException("SA direction " + direction);
    };
  }

  static boolean decodeFlag(int flag) {
    if (flag < 0 || flag > 1) {
      throw new IllegalArgumentException("flag of value " + flag);
    }
    return flag == 1;
  }
}
