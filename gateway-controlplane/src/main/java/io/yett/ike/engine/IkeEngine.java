package io.yett.ike.engine;

import io.yett.dataplane.sachannel.CommandError;
import io.yett.ike.pad.Connection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * IKEv2 (RFC 7296) as initiator and responder for all connections. It does no I/O, reads no clock
 * and starts no thread.
 *
 * <p>All methods are for the owning thread alone. {@code now} is {@link System#nanoTime()}'s clock
 * (monotonic, the same over restarts of the process within one boot, as checkpoints hold it); it
 * never goes back. After any call the caller sets its timer to {@link #nextDeadline}.
 *
 * <p>Order at start: {@link #addConnection} for all, {@link #restore} for all checkpoints, then
 * {@link #start}.
 */
public final class IkeEngine {

  /**
   * Makes an engine without connections.
   *
   * @param random {@link java.security.SecureRandom}, or a seeded generator in a simulation
   */
  public IkeEngine(
      EngineSettings settings,
      IkeTransport transport,
      ChildSaInstaller installer,
      CheckpointStore checkpoints,
      EngineEvents events,
      RandomGenerator random) {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * Adds a connection. Throws {@link IllegalArgumentException} with a clear text when its name is
   * taken or a proposal is not understood or not allowed.
   */
  public void addConnection(Connection connection) {}

  /**
   * Takes back an IKE SA with its children, as {@link CheckpointStore#put} was given it.
   *
   * @return null if it was taken; otherwise why not, in words (the caller removes the checkpoint)
   */
  public String restore(byte[] checkpoint, long now) {
    return null;
  }

  /**
   * Begins: puts the policies of all children, and starts those that are to start. Restored Child
   * SAs that the data plane no longer has are made anew with new keys (their sequence numbers are
   * lost, RFC 4303 §3.3.3); SAs of the engine's reqIds that no checkpoint knows are removed.
   *
   * @param installed what the data plane has now; manual SAs may be among them
   */
  public void start(List<InstalledSa> installed, long now) {}

  /**
   * The data plane was restarted and has lost every SA and policy (and is ready again). Commands
   * without a result yet are forgotten: their tokens are never answered. Policies are put again,
   * Child SAs made anew.
   */
  public void onDataPlaneRestarted(long now) {}

  /**
   * A datagram came in, the non-ESP marker removed. Any octets at all; only authenticated ones
   * change an established SA.
   *
   * @param local the address and port it came to
   * @param datagram not kept
   */
  public void onDatagram(
      InetSocketAddress local, InetSocketAddress remote, byte[] datagram, long now) {}

  /** Does what is due. */
  public void onTick(long now) {}

  /** When {@link #onTick} is to be called next; {@link Long#MAX_VALUE} if nothing is due ever. */
  public long nextDeadline() {
    return Long.MAX_VALUE;
  }

  /** A command given to the {@link ChildSaInstaller} was answered. */
  public void onCommandResult(long token, CommandError error, String text, long now) {}

  /** A packet met the policy of this reqId and there is no outbound SA. */
  public void onAcquire(int reqId, long now) {}

  /** An SA reached a soft or hard limit of packets, bytes or time. */
  public void onExpire(boolean inbound, int spi, int reqId, boolean hard, long now) {}

  /** An authenticated ESP packet came from another outer address or port (RFC 7296 §2.23). */
  public void onPeerMoved(int spi, int reqId, InetSocketAddress remote, long now) {}

  /**
   * Inbound packets passed the SAs of this reqId since the last call: as good as an answer to DPD.
   */
  public void onInboundTraffic(int reqId, long now) {}

  /**
   * Operator: brings a connection up.
   *
   * @param child null for all its children
   * @return null, or why it cannot be done
   */
  public String initiate(String connection, String child, long now) {
    return null;
  }

  /** Operator: takes a connection (child null) or one child down, and does not restart it. */
  public String terminate(String connection, String child, long now) {
    return null;
  }

  /** Operator: rekeys a child, or all children of a connection (child null). */
  public String rekeyChild(String connection, String child, long now) {
    return null;
  }

  /** Operator: rekeys the IKE SA. */
  public String rekeyIkeSa(String connection, long now) {
    return null;
  }

  /**
   * Closes every IKE SA towards its peer (deletes sent once, no wait for answers) and removes Child
   * SAs and checkpoints; for a stop that is not to be taken back.
   */
  public void shutdown(long now) {}

  /** The connections in the order they were added. */
  public List<ConnectionView> connections(long now) {
    return List.of();
  }

  /** The reqId of a child, stable while the engine lives; 0 if there is none of that name. */
  public int reqIdOf(String connection, String child) {
    return 0;
  }
}
