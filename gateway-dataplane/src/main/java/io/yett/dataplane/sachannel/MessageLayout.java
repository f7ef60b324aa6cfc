package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AbortDecoder;
import io.yett.dataplane.sachannel.codec.AcquireDecoder;
import io.yett.dataplane.sachannel.codec.ActivateOutboundDecoder;
import io.yett.dataplane.sachannel.codec.AddPolicyDecoder;
import io.yett.dataplane.sachannel.codec.AdoptDecoder;
import io.yett.dataplane.sachannel.codec.BeginDecoder;
import io.yett.dataplane.sachannel.codec.CommandResultDecoder;
import io.yett.dataplane.sachannel.codec.CommitDecoder;
import io.yett.dataplane.sachannel.codec.CounterEntryDecoder;
import io.yett.dataplane.sachannel.codec.ExpireDecoder;
import io.yett.dataplane.sachannel.codec.IkeDatagramDecoder;
import io.yett.dataplane.sachannel.codec.InstallSaDecoder;
import io.yett.dataplane.sachannel.codec.ListEndDecoder;
import io.yett.dataplane.sachannel.codec.ListPoliciesDecoder;
import io.yett.dataplane.sachannel.codec.ListSasDecoder;
import io.yett.dataplane.sachannel.codec.ListStatesDecoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderDecoder;
import io.yett.dataplane.sachannel.codec.PeerMovedDecoder;
import io.yett.dataplane.sachannel.codec.PolicyEntryDecoder;
import io.yett.dataplane.sachannel.codec.PutStateDecoder;
import io.yett.dataplane.sachannel.codec.ReadCountersDecoder;
import io.yett.dataplane.sachannel.codec.RemovePolicyDecoder;
import io.yett.dataplane.sachannel.codec.RemoveSaDecoder;
import io.yett.dataplane.sachannel.codec.RemoveStateDecoder;
import io.yett.dataplane.sachannel.codec.SaEntryDecoder;
import io.yett.dataplane.sachannel.codec.SendIkeDecoder;
import io.yett.dataplane.sachannel.codec.StateEntryDecoder;
import io.yett.dataplane.sachannel.codec.UpdatePeerDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The shape of every message of the schema: octets of its fields, of its group's elements, and how
 * many variable parts follow. {@link #fault} walks a message by this shape before a decoder sees
 * it, so that no length or count from the ring leads a decoder out of the message.
 */
enum MessageLayout {
  ADOPT(AdoptDecoder.TEMPLATE_ID, AdoptDecoder.BLOCK_LENGTH, 0, 0),
  INSTALL_SA(
      InstallSaDecoder.TEMPLATE_ID,
      InstallSaDecoder.integrityEncodingOffset(), // since version 2
      InstallSaDecoder.dfPolicyEncodingOffset(), // since version 3
      InstallSaDecoder.securityProtocolEncodingOffset(), // since version 4
      InstallSaDecoder.BLOCK_LENGTH,
      InstallSaDecoder.SelectorsDecoder.sbeBlockLength(),
      2),
  ACTIVATE_OUTBOUND(
      ActivateOutboundDecoder.TEMPLATE_ID, ActivateOutboundDecoder.BLOCK_LENGTH, 0, 0),
  REMOVE_SA(RemoveSaDecoder.TEMPLATE_ID, RemoveSaDecoder.BLOCK_LENGTH, 0, 0),
  UPDATE_PEER(UpdatePeerDecoder.TEMPLATE_ID, UpdatePeerDecoder.BLOCK_LENGTH, 0, 0),
  ADD_POLICY(
      AddPolicyDecoder.TEMPLATE_ID,
      AddPolicyDecoder.BLOCK_LENGTH,
      AddPolicyDecoder.SelectorsDecoder.sbeBlockLength(),
      1),
  REMOVE_POLICY(RemovePolicyDecoder.TEMPLATE_ID, RemovePolicyDecoder.BLOCK_LENGTH, 0, 1),
  SEND_IKE(SendIkeDecoder.TEMPLATE_ID, SendIkeDecoder.BLOCK_LENGTH, 0, 1),
  PUT_STATE(PutStateDecoder.TEMPLATE_ID, PutStateDecoder.BLOCK_LENGTH, 0, 1),
  REMOVE_STATE(RemoveStateDecoder.TEMPLATE_ID, RemoveStateDecoder.BLOCK_LENGTH, 0, 0),
  LIST_SAS(ListSasDecoder.TEMPLATE_ID, ListSasDecoder.BLOCK_LENGTH, 0, 0),
  LIST_POLICIES(ListPoliciesDecoder.TEMPLATE_ID, ListPoliciesDecoder.BLOCK_LENGTH, 0, 0),
  LIST_STATES(ListStatesDecoder.TEMPLATE_ID, ListStatesDecoder.BLOCK_LENGTH, 0, 0),
  BEGIN(BeginDecoder.TEMPLATE_ID, BeginDecoder.BLOCK_LENGTH, 0, 0),
  COMMIT(CommitDecoder.TEMPLATE_ID, CommitDecoder.BLOCK_LENGTH, 0, 0),
  ABORT(AbortDecoder.TEMPLATE_ID, AbortDecoder.BLOCK_LENGTH, 0, 0),
  READ_COUNTERS(ReadCountersDecoder.TEMPLATE_ID, ReadCountersDecoder.BLOCK_LENGTH, 0, 0),
  COMMAND_RESULT(CommandResultDecoder.TEMPLATE_ID, CommandResultDecoder.BLOCK_LENGTH, 0, 1),
  SA_ENTRY(SaEntryDecoder.TEMPLATE_ID, SaEntryDecoder.BLOCK_LENGTH, 0, 1),
  POLICY_ENTRY(PolicyEntryDecoder.TEMPLATE_ID, PolicyEntryDecoder.BLOCK_LENGTH, 0, 1),
  STATE_ENTRY(StateEntryDecoder.TEMPLATE_ID, StateEntryDecoder.BLOCK_LENGTH, 0, 1),
  COUNTER_ENTRY(CounterEntryDecoder.TEMPLATE_ID, CounterEntryDecoder.BLOCK_LENGTH, 0, 2),
  LIST_END(ListEndDecoder.TEMPLATE_ID, ListEndDecoder.BLOCK_LENGTH, 0, 0),
  IKE_DATAGRAM(IkeDatagramDecoder.TEMPLATE_ID, IkeDatagramDecoder.BLOCK_LENGTH, 0, 1),
  ACQUIRE(AcquireDecoder.TEMPLATE_ID, AcquireDecoder.BLOCK_LENGTH, 0, 0),
  EXPIRE(ExpireDecoder.TEMPLATE_ID, ExpireDecoder.BLOCK_LENGTH, 0, 0),
  PEER_MOVED(PeerMovedDecoder.TEMPLATE_ID, PeerMovedDecoder.BLOCK_LENGTH, 0, 0);

  /** Octets of the header in front of every message. */
  static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

  /** The oldest version of the schema whose messages are still read. */
  static final int OLDEST_VERSION = 1;

  private static final ByteOrder ORDER = MessageHeaderDecoder.BYTE_ORDER;
  private static final int GROUP_HEADER_LENGTH = 4;
  private static final int DATA_HEADER_LENGTH = 4;
  private static final MessageLayout[] BY_TEMPLATE = new MessageLayout[256];

  static {
    for (MessageLayout layout : values()) {
      BY_TEMPLATE[layout.templateId] = layout;
    }
  }

  private final int templateId;
  private final int firstBlockLength;
  private final int secondBlockLength;
  private final int thirdBlockLength;
  private final int blockLength;
  private final int elementLength;
  private final int dataCount;

  MessageLayout(int templateId, int blockLength, int elementLength, int dataCount) {
    this(templateId, blockLength, blockLength, blockLength, blockLength, elementLength, dataCount);
  }

  /**
   * A message that grew: {@code firstBlockLength} is that of version 1, and so on; the last is that
   * of this version.
   */
  MessageLayout(
      int templateId,
      int firstBlockLength,
      int secondBlockLength,
      int thirdBlockLength,
      int blockLength,
      int elementLength,
      int dataCount) {
    this.templateId = templateId;
    this.firstBlockLength = firstBlockLength;
    this.secondBlockLength = secondBlockLength;
    this.thirdBlockLength = thirdBlockLength;
    this.blockLength = blockLength;
    this.elementLength = elementLength;
    this.dataCount = dataCount;
  }

  /** The layout of a template; null for one that this version does not know. */
  static MessageLayout of(int templateId) {
    return templateId < BY_TEMPLATE.length ? BY_TEMPLATE[templateId] : null;
  }

  /** Whether it goes from the control plane to the data plane. */
  boolean command() {
    return templateId < 100;
  }

  static int templateId(DirectBuffer message) {
    return message.getShort(MessageHeaderDecoder.templateIdEncodingOffset(), ORDER) & 0xFFFF;
  }

  static int blockLength(DirectBuffer message) {
    return message.getShort(MessageHeaderDecoder.blockLengthEncodingOffset(), ORDER) & 0xFFFF;
  }

  static int version(DirectBuffer message) {
    return message.getShort(MessageHeaderDecoder.versionEncodingOffset(), ORDER) & 0xFFFF;
  }

  /** What is wrong with a message's header; null if nothing is. */
  static String headerFault(DirectBuffer message, int length) {
    if (length < HEADER_LENGTH) {
      return "a message of " + length + " octets has no header";
    }
    int schemaId = message.getShort(MessageHeaderDecoder.schemaIdEncodingOffset(), ORDER) & 0xFFFF;
    if (schemaId != MessageHeaderDecoder.SCHEMA_ID) {
      return "unknown schema " + schemaId;
    }
    if (version(message) < OLDEST_VERSION) {
      return "schema version " + version(message) + " is no longer read";
    }
    if (HEADER_LENGTH + blockLength(message) > length) {
      return "the message is cut within its fields";
    }
    return null;
  }

  /**
   * What is wrong with the shape of a message whose header is sound; null if nothing is. More
   * octets than this version knows are right: they come from a newer version.
   */
  String fault(DirectBuffer message, int length) {
    int actingBlockLength = blockLength(message);
    int expected = blockLengthOf(version(message));
    if (actingBlockLength < expected) {
      return this + " has fields of " + actingBlockLength + " octets, not " + expected;
    }
    int position = HEADER_LENGTH + actingBlockLength;
    if (elementLength > 0) {
      position = endOfGroup(message, position, length);
    }
    for (int i = 0; i < dataCount && position >= 0; i++) {
      position = endOfData(message, position, length);
    }
    return position < 0 ? this + " is cut, or a length in it is wrong" : null;
  }

  private int blockLengthOf(int version) {
    return switch (version) {
      case 1 -> firstBlockLength;
      case 2 -> secondBlockLength;
      case 3 -> thirdBlockLength;
      default -> blockLength;
    };
  }

  private int endOfGroup(DirectBuffer message, int position, int length) {
    if (length - position < GROUP_HEADER_LENGTH) {
      return -1;
    }
    int actingElementLength = message.getShort(position, ORDER) & 0xFFFF;
    int count = message.getShort(position + 2, ORDER) & 0xFFFF;
    if (count > SaChannelLimits.MAX_SELECTORS || actingElementLength < elementLength) {
      return -1;
    }
    int octets = count * actingElementLength;
    int start = position + GROUP_HEADER_LENGTH;
    return octets > length - start ? -1 : start + octets;
  }

  private static int endOfData(DirectBuffer message, int position, int length) {
    if (length - position < DATA_HEADER_LENGTH) {
      return -1;
    }
    long octets = message.getInt(position, ORDER) & 0xFFFF_FFFFL;
    int start = position + DATA_HEADER_LENGTH;
    return octets > length - start ? -1 : start + (int) octets;
  }
}
