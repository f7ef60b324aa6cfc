package io.yett.dataplane.sachannel;

import io.yett.dataplane.sachannel.codec.AbortEncoder;
import io.yett.dataplane.sachannel.codec.ActivateOutboundEncoder;
import io.yett.dataplane.sachannel.codec.AdoptEncoder;
import io.yett.dataplane.sachannel.codec.BeginEncoder;
import io.yett.dataplane.sachannel.codec.CommitEncoder;
import io.yett.dataplane.sachannel.codec.ListPoliciesEncoder;
import io.yett.dataplane.sachannel.codec.ListSasEncoder;
import io.yett.dataplane.sachannel.codec.ListStatesEncoder;
import io.yett.dataplane.sachannel.codec.MessageHeaderEncoder;
import io.yett.dataplane.sachannel.codec.PutStateEncoder;
import io.yett.dataplane.sachannel.codec.ReadCountersEncoder;
import io.yett.dataplane.sachannel.codec.RemovePolicyEncoder;
import io.yett.dataplane.sachannel.codec.RemoveSaEncoder;
import io.yett.dataplane.sachannel.codec.RemoveStateEncoder;
import io.yett.dataplane.sachannel.codec.SendIkeEncoder;
import io.yett.dataplane.sachannel.codec.UpdatePeerEncoder;
import java.net.InetAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes commands into its buffer. Each method returns the message's octets, and throws {@link
 * IllegalArgumentException} for what is too long to send. Owned by one thread.
 */
final class CommandEncoder {
  private final UnsafeBuffer buffer = SaChannelLimits.newMessageBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SaSpecCodec saCodec = new SaSpecCodec();
  private final PolicyCodec policyCodec = new PolicyCodec();
  private final AdoptEncoder adopt = new AdoptEncoder();
  private final ActivateOutboundEncoder activateOutbound = new ActivateOutboundEncoder();
  private final RemoveSaEncoder removeSa = new RemoveSaEncoder();
  private final UpdatePeerEncoder updatePeer = new UpdatePeerEncoder();
  private final RemovePolicyEncoder removePolicy = new RemovePolicyEncoder();
  private final SendIkeEncoder sendIke = new SendIkeEncoder();
  private final PutStateEncoder putState = new PutStateEncoder();
  private final RemoveStateEncoder removeState = new RemoveStateEncoder();
  private final ListSasEncoder listSas = new ListSasEncoder();
  private final ListPoliciesEncoder listPolicies = new ListPoliciesEncoder();
  private final ListStatesEncoder listStates = new ListStatesEncoder();
  private final BeginEncoder begin = new BeginEncoder();
  private final CommitEncoder commit = new CommitEncoder();
  private final AbortEncoder abort = new AbortEncoder();
  private final ReadCountersEncoder readCounters = new ReadCountersEncoder();

  /** Where the last message is. */
  UnsafeBuffer buffer() {
    return buffer;
  }

  /** Zeroes the last message. */
  void wipe(int length) {
    buffer.setMemory(0, length, (byte) 0);
  }

  int adopt(long correlationId, long pid) {
    adopt.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId).pid(pid);
    return length(adopt.encodedLength());
  }

  int installSa(long correlationId, SaSpec spec) {
    return saCodec.encode(buffer, correlationId, spec, true);
  }

  int activateOutbound(long correlationId, int reqId, int spi) {
    activateOutbound
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .reqId(reqId)
        .spi(spi);
    return length(activateOutbound.encodedLength());
  }

  int removeSa(long correlationId, SaDirection direction, int spi) {
    removeSa
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .direction(SaSpecCodec.encodeDirection(direction))
        .spi(spi);
    return length(removeSa.encodedLength());
  }

  int updatePeer(long correlationId, int reqId, InetAddress remoteAddress, int remotePort) {
    updatePeer
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .reqId(reqId)
        .remotePort(checkPort(remotePort));
    AddressCodec.encode(updatePeer.remoteAddress(), remoteAddress);
    return length(updatePeer.encodedLength());
  }

  int addPolicy(long correlationId, PolicySpec policy) {
    return policyCodec.encode(buffer, correlationId, policy);
  }

  int removePolicy(long correlationId, String name) {
    removePolicy
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .policyName(PolicyCodec.checkName(name));
    return length(removePolicy.encodedLength());
  }

  int sendIke(
      long correlationId,
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length) {
    if (length > SaChannelLimits.MAX_IKE_MESSAGE) {
      throw new IllegalArgumentException("IKE message of " + length + " octets");
    }
    sendIke
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .localPort(checkPort(localPort))
        .remotePort(checkPort(remotePort));
    AddressCodec.encode(sendIke.localAddress(), localAddress);
    AddressCodec.encode(sendIke.remoteAddress(), remoteAddress);
    sendIke.putDatagram(message, offset, length);
    return length(sendIke.encodedLength());
  }

  int putState(long correlationId, long id, byte[] state) {
    if (state.length > SaChannelLimits.MAX_STATE) {
      throw new IllegalArgumentException("state of " + state.length + " octets");
    }
    putState
        .wrapAndApplyHeader(buffer, 0, header)
        .correlationId(correlationId)
        .stateId(id)
        .putCheckpoint(state, 0, state.length);
    return length(putState.encodedLength());
  }

  int removeState(long correlationId, long id) {
    removeState.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId).stateId(id);
    return length(removeState.encodedLength());
  }

  int listSas(long correlationId) {
    listSas.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(listSas.encodedLength());
  }

  int listPolicies(long correlationId) {
    listPolicies.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(listPolicies.encodedLength());
  }

  int listStates(long correlationId) {
    listStates.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(listStates.encodedLength());
  }

  int begin(long correlationId) {
    begin.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(begin.encodedLength());
  }

  int commit(long correlationId) {
    commit.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(commit.encodedLength());
  }

  int abort(long correlationId) {
    abort.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(abort.encodedLength());
  }

  int readCounters(long correlationId) {
    readCounters.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId);
    return length(readCounters.encodedLength());
  }

  private static int length(int encodedLength) {
    return MessageLayout.HEADER_LENGTH + encodedLength;
  }

  static int checkPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("UDP port " + port);
    }
    return port;
  }
}
