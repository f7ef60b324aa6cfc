package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AddPolicyDecoder;
import io.yett.dataplane.sachannel.codec.AddPolicyEncoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderDecoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A {@link PolicySpec} as an AddPolicy message. Owned by one thread. */
final class PolicyCodec {
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final AddPolicyEncoder encoder = new AddPolicyEncoder();
  private final AddPolicyDecoder decoder = new AddPolicyDecoder();

  /** Writes the message; returns its octets. */
  int encode(UnsafeBuffer buffer, long correlationId, PolicySpec policy) {
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .correlationId(correlationId)
        .order(policy.order())
        .reqId(policy.reqId())
        .action(encodeAction(policy.action()));
    int count = SaSpecCodec.selectorCount(policy.localSelectors(), policy.remoteSelectors());
    AddPolicyEncoder.SelectorsEncoder group = encoder.selectorsCount(count);
    policy.localSelectors().forEach(s -> encode(group.next(), SaSpecCodec.LOCAL, s));
    policy.remoteSelectors().forEach(s -> encode(group.next(), SaSpecCodec.REMOTE, s));
    encoder.policyName(checkName(policy.name()));
    return MessageLayout.HEADER_LENGTH + encoder.encodedLength();
  }

  /**
   * Reads a message whose shape is sound. Throws {@link IllegalArgumentException} for values that
   * make no policy.
   */
  PolicySpec decode(DirectBuffer message) {
    decoder.wrapAndApplyHeader(message, 0, headerDecoder);
    List<TrafficSelector> local = new ArrayList<>();
    List<TrafficSelector> remote = new ArrayList<>();
    for (AddPolicyDecoder.SelectorsDecoder group : decoder.selectors()) {
      SaSpecCodec.sideOf(group.side(), local, remote).add(decode(group));
    }
    return new PolicySpec(
        checkName(decoder.policyName()),
        decoder.order(),
        decodeAction(decoder.action()),
        decoder.reqId(),
        local,
        remote);
  }

  static String checkName(String name) {
    if (name.isEmpty() || name.length() > SaChannelLimits.MAX_POLICY_NAME) {
      throw new IllegalArgumentException(
          "a policy's name has 1 to "
              + SaChannelLimits.MAX_POLICY_NAME
              + " characters, found "
              + name.length());
    }
    return name;
  }

  private static void encode(
      AddPolicyEncoder.SelectorsEncoder group, short side, TrafficSelector selector) {
    group
        .side(side)
        .protocol((short) selector.protocol())
        .startPort(selector.startPort())
        .endPort(selector.endPort());
    AddressCodec.encode(group.startAddress(), selector.startAddress());
    AddressCodec.encode(group.endAddress(), selector.endAddress());
  }

  private static TrafficSelector decode(AddPolicyDecoder.SelectorsDecoder group) {
    return new TrafficSelector(
        group.protocol(),
        group.startPort(),
        group.endPort(),
        AddressCodec.decode(group.startAddress()),
        AddressCodec.decode(group.endAddress()));
  }

  private static short encodeAction(PolicyAction action) {
    return switch (action) {
      case PROTECT -> 1;
      case BYPASS -> 2;
      case DISCARD -> 3;
    };
  }

  private static PolicyAction decodeAction(int action) {
    return switch (action) {
      case 1 -> PolicyAction.PROTECT;
      case 2 -> PolicyAction.BYPASS;
      case 3 -> PolicyAction.DISCARD;
      default -> throw new IllegalArgumentException("policy action " + action);
    };
  }
}
