package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.ActivateOutboundDecoder;
import io.yett.dataplane.sachannel.codec.AdoptDecoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderDecoder;
import io.yett.dataplane.sachannel.codec.PutStateDecoder;
import io.yett.dataplane.sachannel.codec.RemovePolicyDecoder;
import io.yett.dataplane.sachannel.codec.RemoveSaDecoder;
import io.yett.dataplane.sachannel.codec.RemoveStateDecoder;
import io.yett.dataplane.sachannel.codec.SendIkeDecoder;
import io.yett.dataplane.sachannel.codec.UpdatePeerDecoder;
import java.net.InetAddress;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns one message into one call of the handler: checks its shape, then its values, then calls.
 * What does not pass goes to {@link SaCommandHandler#onRefused}. Owned by the control thread.
 */
final class CommandDecoder {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final UnsafeBuffer part = new UnsafeBuffer(0, 0);
  private final SaSpecCodec saCodec = new SaSpecCodec();
  private final PolicyCodec policyCodec = new PolicyCodec();
  private final AdoptDecoder adopt = new AdoptDecoder();
  private final ActivateOutboundDecoder activateOutbound = new ActivateOutboundDecoder();
  private final RemoveSaDecoder removeSa = new RemoveSaDecoder();
  private final UpdatePeerDecoder updatePeer = new UpdatePeerDecoder();
  private final RemovePolicyDecoder removePolicy = new RemovePolicyDecoder();
  private final SendIkeDecoder sendIke = new SendIkeDecoder();
  private final PutStateDecoder putState = new PutStateDecoder();
  private final RemoveStateDecoder removeState = new RemoveStateDecoder();

  /** Returns false if the message was refused. */
  boolean decode(UnsafeBuffer message, int length, SaCommandHandler handler) {
    String fault = MessageLayout.headerFault(message, length);
    if (fault != null || MessageLayout.blockLength(message) < Long.BYTES) {
      handler.onRefused(0, CommandError.INVALID, fault == null ? "no correlation id" : fault);
      return false;
    }
    long correlationId = message.getLong(MessageLayout.HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
    MessageLayout layout = MessageLayout.of(MessageLayout.templateId(message));
    if (layout == null || !layout.command()) {
      handler.onRefused(
          correlationId,
          CommandError.UNSUPPORTED_COMMAND,
          "this data plane does not know command "
              + MessageLayout.templateId(message)
              + "; upgrade it");
      return false;
    }
    fault = layout.fault(message, length);
    if (fault != null) {
      handler.onRefused(correlationId, CommandError.INVALID, fault);
      return false;
    }
    try {
      dispatch(layout, correlationId, message, handler);
      return true;
    } catch (IllegalArgumentException e) {
      handler.onRefused(correlationId, CommandError.INVALID, e.getMessage());
    } catch (RuntimeException e) {
      handler.onRefused(correlationId, CommandError.INTERNAL, layout + " failed: " + e);
    }
    return false;
  }

  private void dispatch(
      MessageLayout layout, long correlationId, UnsafeBuffer message, SaCommandHandler handler) {
    switch (layout) {
      case ADOPT -> {
        adopt.wrapAndApplyHeader(message, 0, header);
        handler.onAdopt(correlationId, adopt.pid());
      }
      case INSTALL_SA -> {
        SaSpec spec = saCodec.decode(message);
        if (spec.wiped()) {
          throw new IllegalArgumentException(spec + " has a key of zeros; it was wiped too early");
        }
        handler.onInstallSa(correlationId, spec);
      }
      case ACTIVATE_OUTBOUND -> {
        activateOutbound.wrapAndApplyHeader(message, 0, header);
        handler.onActivateOutbound(correlationId, activateOutbound.reqId(), activateOutbound.spi());
      }
      case REMOVE_SA -> {
        removeSa.wrapAndApplyHeader(message, 0, header);
        handler.onRemoveSa(
            correlationId, SaSpecCodec.decodeDirection(removeSa.direction()), removeSa.spi());
      }
      case UPDATE_PEER -> {
        updatePeer.wrapAndApplyHeader(message, 0, header);
        handler.onUpdatePeer(
            correlationId,
            updatePeer.reqId(),
            AddressCodec.decode(updatePeer.remoteAddress()),
            CommandEncoder.checkPort(updatePeer.remotePort()));
      }
      case ADD_POLICY -> handler.onAddPolicy(correlationId, policyCodec.decode(message));
      case REMOVE_POLICY -> {
        removePolicy.wrapAndApplyHeader(message, 0, header);
        handler.onRemovePolicy(correlationId, PolicyCodec.checkName(removePolicy.policyName()));
      }
      case SEND_IKE -> sendIke(correlationId, message, handler);
      case PUT_STATE -> putState(correlationId, message, handler);
      case REMOVE_STATE -> {
        removeState.wrapAndApplyHeader(message, 0, header);
        handler.onRemoveState(correlationId, removeState.stateId());
      }
      case LIST_SAS -> handler.onListSas(correlationId);
      case LIST_POLICIES -> handler.onListPolicies(correlationId);
      case LIST_STATES -> handler.onListStates(correlationId);
      case BEGIN -> handler.onBegin(correlationId);
      case COMMIT -> handler.onCommit(correlationId);
      case ABORT -> handler.onAbort(correlationId);
      case READ_COUNTERS -> handler.onReadCounters(correlationId);
      default -> throw new IllegalArgumentException(layout + " is not a command");
    }
  }

  private void sendIke(long correlationId, UnsafeBuffer message, SaCommandHandler handler) {
    sendIke.wrapAndApplyHeader(message, 0, header);
    InetAddress local = AddressCodec.decode(sendIke.localAddress());
    InetAddress remote = AddressCodec.decode(sendIke.remoteAddress());
    int localPort = CommandEncoder.checkPort(sendIke.localPort());
    int remotePort = CommandEncoder.checkPort(sendIke.remotePort());
    sendIke.wrapDatagram(part);
    if (part.capacity() > SaChannelLimits.MAX_IKE_MESSAGE) {
      throw new IllegalArgumentException("IKE message of " + part.capacity() + " octets");
    }
    handler.onSendIke(
        correlationId, local, localPort, remote, remotePort, part, 0, part.capacity());
  }

  private void putState(long correlationId, UnsafeBuffer message, SaCommandHandler handler) {
    putState.wrapAndApplyHeader(message, 0, header);
    long id = putState.stateId();
    putState.wrapCheckpoint(part);
    if (part.capacity() > SaChannelLimits.MAX_STATE) {
      throw new IllegalArgumentException("state of " + part.capacity() + " octets");
    }
    handler.onPutState(correlationId, id, part, 0, part.capacity());
  }
}
