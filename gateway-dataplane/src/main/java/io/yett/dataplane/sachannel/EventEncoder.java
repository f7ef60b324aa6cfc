package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AcquireEncoder;
import io.yett.dataplane.sachannel.codec.CommandResultEncoder;
import io.yett.dataplane.sachannel.codec.CounterEntryEncoder;
import io.yett.dataplane.sachannel.codec.ExpireEncoder;
import io.yett.dataplane.sachannel.codec.IkeDatagramEncoder;
import io.yett.dataplane.sachannel.codec.ListEndEncoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderEncoder;
import io.yett.dataplane.sachannel.codec.PeerMovedEncoder;
import io.yett.dataplane.sachannel.codec.PolicyEntryEncoder;
import io.yett.dataplane.sachannel.codec.SaEntryEncoder;
import io.yett.dataplane.sachannel.codec.StateEntryEncoder;
import java.net.InetAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes events into its buffer. Each method returns the message's octets. Owned by the control
 * thread.
 */
final class EventEncoder {
  private final UnsafeBuffer buffer = SaChannelLimits.newMessageBuffer();
  private final UnsafeBuffer nested = SaChannelLimits.newMessageBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SaSpecCodec saCodec = new SaSpecCodec();
  private final PolicyCodec policyCodec = new PolicyCodec();
  private final CommandResultEncoder commandResult = new CommandResultEncoder();
  private final SaEntryEncoder saEntry = new SaEntryEncoder();
  private final PolicyEntryEncoder policyEntry = new PolicyEntryEncoder();
  private final StateEntryEncoder stateEntry = new StateEntryEncoder();
  private final CounterEntryEncoder counterEntry = new CounterEntryEncoder();
  private final ListEndEncoder listEnd = new ListEndEncoder();
  private final IkeDatagramEncoder ikeDatagram = new IkeDatagramEncoder();
  private final AcquireEncoder acquire = new AcquireEncoder();
  private final ExpireEncoder expire = new ExpireEncoder();
  private final PeerMovedEncoder peerMoved = new PeerMovedEncoder();

  /** Where the last message is. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Zeroes the last message. */
  void wipe(int length) {
    buffer.setMemory(0, length, (byte) 0);
  }

  int commandResult(long correlationId, CommandError error, String text) {
    int end = Math.min(text.length(), SaChannelLimits.MAX_EXPLANATION);
    commandResult
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .errorCode(error.code())
        .explanation(text.substring(0, end));
    return length(commandResult.encodedLength());
  }

  int saEntry(long correlationId, SaStatus status) {
    int length = saCodec.encode(nested, correlationId, status.spec(), false);
    saEntry
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .active((short) (status.active() ? 1 : 0))
        .sequence(status.sequence())
        .packets(status.packets())
        .bytes(status.bytes())
        .ageSeconds(status.ageSeconds())
        .idleSeconds(status.idleSeconds())
        .replayDrops(status.replayDrops())
        .authFailures(status.authFailures())
        .putSa(nested, 0, length);
    return length(saEntry.encodedLength());
  }

  int policyEntry(long correlationId, PolicySpec policy, boolean configured) {
    int length = policyCodec.encode(nested, correlationId, policy);
    policyEntry
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .configured((short) (configured ? 1 : 0))
        .putPolicy(nested, 0, length);
    return length(policyEntry.encodedLength());
  }

  int stateEntry(long correlationId, long id, byte[] state) {
    stateEntry
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .stateId(id)
        .putCheckpoint(state, 0, state.length);
    return length(stateEntry.encodedLength());
  }

  int counterEntry(long correlationId, CounterSample sample) {
    counterEntry
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .count(sample.value())
        .counterName(sample.name())
        .label(sample.label());
    return length(counterEntry.encodedLength());
  }

  int listEnd(long correlationId, int count) {
    listEnd.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId).entries(count);
    return length(listEnd.encodedLength());
  }

  int ikeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {
    ikeDatagram
        .wrapAndApplyHeader(buffer, 0, header)
        .receivedNanos(receivedNanos)
        .localPort(localPort)
        .remotePort(remotePort);
    AddressCodec.encode(ikeDatagram.localAddress(), localAddress);
    AddressCodec.encode(ikeDatagram.remoteAddress(), remoteAddress);
    ikeDatagram.putDatagram(message, offset, length);
    return length(ikeDatagram.encodedLength());
  }

  int acquire(int reqId, PacketTuple packet) {
    acquire
        .wrapAndApplyHeader(buffer, 0, header)
        .reqId(reqId)
        .protocol((short) packet.protocol())
        .sourcePort(packet.sourcePort())
        .destinationPort(packet.destinationPort());
    AddressCodec.encode(acquire.sourceAddress(), packet.source());
    AddressCodec.encode(acquire.destinationAddress(), packet.destination());
    return length(acquire.encodedLength());
  }

  int expire(boolean inbound, int spi, int reqId, boolean hard) {
    expire
        .wrapAndApplyHeader(buffer, 0, header)
        .spi(spi)
        .reqId(reqId)
        .direction(
            SaSpecCodec.encodeDirection(inbound ? SaDirection.INBOUND : SaDirection.OUTBOUND))
        .hard((short) (hard ? 1 : 0));
    return length(expire.encodedLength());
  }

  int peerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    peerMoved.wrapAndApplyHeader(buffer, 0, header).spi(spi).reqId(reqId).remotePort(remotePort);
    AddressCodec.encode(peerMoved.remoteAddress(), remoteAddress);
    return length(peerMoved.encodedLength());
  }

  private static int length(int encodedLength) {
    return MessageLayout.HEADER_LENGTH + encodedLength;
  }
}
