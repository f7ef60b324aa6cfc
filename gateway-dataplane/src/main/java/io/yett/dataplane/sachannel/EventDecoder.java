package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AcquireDecoder;
import io.yett.dataplane.sachannel.codec.CommandResultDecoder;
import io.yett.dataplane.sachannel.codec.CounterEntryDecoder;
import io.yett.dataplane.sachannel.codec.ExpireDecoder;
import io.yett.dataplane.sachannel.codec.IkeDatagramDecoder;
import io.yett.dataplane.sachannel.codec.ListEndDecoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderDecoder;
import io.yett.dataplane.sachannel.codec.PeerMovedDecoder;
import io.yett.dataplane.sachannel.codec.PolicyEntryDecoder;
import io.yett.dataplane.sachannel.codec.SaEntryDecoder;
import io.yett.dataplane.sachannel.codec.StateEntryDecoder;
import java.net.InetAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns one message into one call of the handler, after checking its shape and its values. Owned by
 * the ike thread.
 */
final class EventDecoder {
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final UnsafeBuffer part = new UnsafeBuffer(0, 0);
  private final SaSpecCodec saCodec = new SaSpecCodec();
  private final PolicyCodec policyCodec = new PolicyCodec();
  private final CommandResultDecoder commandResult = new CommandResultDecoder();
  private final SaEntryDecoder saEntry = new SaEntryDecoder();
  private final PolicyEntryDecoder policyEntry = new PolicyEntryDecoder();
  private final StateEntryDecoder stateEntry = new StateEntryDecoder();
  private final CounterEntryDecoder counterEntry = new CounterEntryDecoder();
  private final ListEndDecoder listEnd = new ListEndDecoder();
  private final IkeDatagramDecoder ikeDatagram = new IkeDatagramDecoder();
  private final AcquireDecoder acquire = new AcquireDecoder();
  private final ExpireDecoder expire = new ExpireDecoder();
  private final PeerMovedDecoder peerMoved = new PeerMovedDecoder();

  /** Returns false if the message was skipped: unknown, or malformed. */
  boolean decode(UnsafeBuffer message, int length, SaEventHandler handler) {
    if (MessageLayout.headerFault(message, length) != null) {
      return false;
    }
    MessageLayout layout = MessageLayout.of(MessageLayout.templateId(message));
    if (layout == null || layout.command() || layout.fault(message, length) != null) {
      return false;
    }
    Runnable call;
    try {
      call = read(layout, message, handler);
    } catch (IllegalArgumentException e) {
      return false;
    }
    // Outside of the try: what the handler throws is not the message's fault.
    call.run();
    return true;
  }

  private Runnable read(MessageLayout layout, UnsafeBuffer message, SaEventHandler handler) {
    return switch (layout) {
      case COMMAND_RESULT -> commandResult(message, handler);
      case SA_ENTRY -> saEntry(message, handler);
      case POLICY_ENTRY -> policyEntry(message, handler);
      case STATE_ENTRY -> stateEntry(message, handler);
      case COUNTER_ENTRY -> counterEntry(message, handler);
      case LIST_END -> {
        listEnd.wrapAndApplyHeader(message, 0, header);
        long correlationId = listEnd.correlationId();
        int count = listEnd.entries();
        yield () -> handler.onListEnd(correlationId, count);
      }
      case IKE_DATAGRAM -> ikeDatagram(message, handler);
      case ACQUIRE -> acquire(message, handler);
      case EXPIRE -> expire(message, handler);
      case PEER_MOVED -> peerMoved(message, handler);
      default -> throw new IllegalArgumentException(layout + " is not an event");
    };
  }

  private Runnable commandResult(UnsafeBuffer message, SaEventHandler handler) {
    commandResult.wrapAndApplyHeader(message, 0, header);
    long correlationId = commandResult.correlationId();
    CommandError error = CommandError.ofCode(commandResult.errorCode());
    String text = commandResult.explanation();
    return () -> handler.onCommandResult(correlationId, error, text);
  }

  private Runnable saEntry(UnsafeBuffer message, SaEventHandler handler) {
    saEntry.wrapAndApplyHeader(message, 0, header);
    saEntry.wrapSa(part);
    checkNested(MessageLayout.INSTALL_SA);
    SaStatus status =
        new SaStatus(
            saCodec.decode(part),
            SaSpecCodec.decodeFlag(saEntry.active()),
            saEntry.sequence(),
            saEntry.packets(),
            saEntry.bytes(),
            saEntry.ageSeconds(),
            saEntry.idleSeconds(),
            saEntry.replayDrops(),
            saEntry.authFailures());
    long correlationId = saEntry.correlationId();
    return () -> handler.onSaStatus(correlationId, status);
  }

  private Runnable policyEntry(UnsafeBuffer message, SaEventHandler handler) {
    policyEntry.wrapAndApplyHeader(message, 0, header);
    boolean configured = SaSpecCodec.decodeFlag(policyEntry.configured());
    policyEntry.wrapPolicy(part);
    checkNested(MessageLayout.ADD_POLICY);
    PolicySpec policy = policyCodec.decode(part);
    long correlationId = policyEntry.correlationId();
    return () -> handler.onPolicy(correlationId, policy, configured);
  }

  private Runnable stateEntry(UnsafeBuffer message, SaEventHandler handler) {
    stateEntry.wrapAndApplyHeader(message, 0, header);
    long correlationId = stateEntry.correlationId();
    long id = stateEntry.stateId();
    stateEntry.wrapCheckpoint(part);
    if (part.capacity() > SaChannelLimits.MAX_STATE) {
      throw new IllegalArgumentException("state of " + part.capacity() + " octets");
    }
    return () -> handler.onState(correlationId, id, part, 0, part.capacity());
  }

  private Runnable counterEntry(UnsafeBuffer message, SaEventHandler handler) {
    counterEntry.wrapAndApplyHeader(message, 0, header);
    long correlationId = counterEntry.correlationId();
    long value = counterEntry.count();
    String name = counterEntry.counterName();
    CounterSample sample = new CounterSample(name, counterEntry.label(), value);
    return () -> handler.onCounter(correlationId, sample);
  }

  private Runnable ikeDatagram(UnsafeBuffer message, SaEventHandler handler) {
    ikeDatagram.wrapAndApplyHeader(message, 0, header);
    InetAddress local = AddressCodec.decode(ikeDatagram.localAddress());
    InetAddress remote = AddressCodec.decode(ikeDatagram.remoteAddress());
    int localPort = ikeDatagram.localPort();
    int remotePort = ikeDatagram.remotePort();
    long receivedNanos = ikeDatagram.receivedNanos();
    ikeDatagram.wrapDatagram(part);
    return () ->
        handler.onIkeDatagram(
            local, localPort, remote, remotePort, part, 0, part.capacity(), receivedNanos);
  }

  private Runnable acquire(UnsafeBuffer message, SaEventHandler handler) {
    acquire.wrapAndApplyHeader(message, 0, header);
    int reqId = acquire.reqId();
    PacketTuple packet =
        new PacketTuple(
            acquire.protocol(),
            AddressCodec.decode(acquire.sourceAddress()),
            acquire.sourcePort(),
            AddressCodec.decode(acquire.destinationAddress()),
            acquire.destinationPort());
    return () -> handler.onAcquire(reqId, packet);
  }

  private Runnable expire(UnsafeBuffer message, SaEventHandler handler) {
    expire.wrapAndApplyHeader(message, 0, header);
    boolean inbound = SaSpecCodec.decodeDirection(expire.direction()) == SaDirection.INBOUND;
    int spi = expire.spi();
    int reqId = expire.reqId();
    boolean hard = SaSpecCodec.decodeFlag(expire.hard());
    return () -> handler.onExpire(inbound, spi, reqId, hard);
  }

  private Runnable peerMoved(UnsafeBuffer message, SaEventHandler handler) {
    peerMoved.wrapAndApplyHeader(message, 0, header);
    int spi = peerMoved.spi();
    int reqId = peerMoved.reqId();
    InetAddress remote = AddressCodec.decode(peerMoved.remoteAddress());
    int remotePort = peerMoved.remotePort();
    return () -> handler.onPeerMoved(spi, reqId, remote, remotePort);
  }

  private void checkNested(MessageLayout expected) {
    if (MessageLayout.headerFault(part, part.capacity()) != null
        || MessageLayout.of(MessageLayout.templateId(part)) != expected
        || expected.fault(part, part.capacity()) != null) {
      throw new IllegalArgumentException("no " + expected + " within the message");
    }
  }
}
