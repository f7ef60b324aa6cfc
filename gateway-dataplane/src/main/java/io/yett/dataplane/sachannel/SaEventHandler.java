package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * Receives what the data plane says, one method per message. Called on the control plane's ike
 * thread from {@link SaChannelClient#poll}. Buffers are valid during the call only.
 */
public interface SaEventHandler {

  /**
   * The channel is up.
   *
   * @param epoch changes with each start of the data plane
   * @param restarted this client was attached before to a data plane that is gone: all its SAs and
   *     states are gone with it, so Child SAs are to be made anew
   */
  void onAttached(long epoch, long dataplanePid, boolean restarted);

  /** The channel is down; the client tries again by itself. Open commands will not be answered. */
  void onDetached(String reason);

  void onCommandResult(long correlationId, CommandError error, String text);

  /** One entry of {@link SaChannelClient#listSas}. */
  void onSaStatus(long correlationId, SaStatus status);

  /**
   * One entry of {@link SaChannelClient#listPolicies}, in SPD order.
   *
   * @param configured from the configuration file, not from a control plane
   */
  void onPolicy(long correlationId, PolicySpec policy, boolean configured);

  /** One entry of {@link SaChannelClient#listStates}. It may hold keys. */
  void onState(long correlationId, long id, DirectBuffer state, int offset, int length);

  /** One entry of {@link SaChannelClient#readCounters}. */
  void onCounter(long correlationId, CounterSample sample);

  /** The end of a list of {@code count} entries. */
  void onListEnd(long correlationId, int count);

  /**
   * An IKE message that arrived, without UDP header and non-ESP marker.
   *
   * @param receivedNanos {@link System#nanoTime} of the data plane when the control thread had it;
   *     on one machine comparable with our own
   */
  void onIkeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos);

  /** A packet met a PROTECT policy without an outbound SA (RFC 4301 §4.4.1). */
  void onAcquire(int reqId, PacketTuple packet);

  /** An SA reached a soft ({@code hard == false}) or hard limit. */
  void onExpire(boolean inbound, int spi, int reqId, boolean hard);

  /** An authenticated packet came from another outer address or port (RFC 7296 §2.23). */
  void onPeerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort);
}
