package io.yett.dataplane.sachannel;

import java.net.InetAddress;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * The data plane's end of the SA channel: makes and owns the file, hands commands to a {@link
 * SaCommandHandler}, sends events. Owned by the control thread; nothing here blocks.
 */
public final class SaChannelServer implements AutoCloseable {

  private SaChannelServer() {}

  /**
   * Makes the channel's file and maps it. A file left by a dead data plane is wiped and replaced.
   *
   * @param file e.g. {@code /dev/shm/yett}; its directory must exist
   * @throws SaChannelException another data plane serves it, it is not ours, or there is no room
   */
  public static SaChannelServer create(Path file) throws SaChannelException {
    if (file.getParent() == null) {
      throw new SaChannelException("the SA channel's path must be absolute: " + file);
    }
    return new SaChannelServer();
  }

  /**
   * One turn of the duty cycle: heartbeat, liveness of the client, events that wait for room, then
   * up to {@code limit} commands. Never throws for what the ring holds.
   *
   * @return how much was done; 0 if idle
   */
  public int poll(SaCommandHandler handler, int limit) {
    return 0;
  }

  /** Whether a living control plane is attached. */
  public boolean clientAttached() {
    return false;
  }

  /** Answers a command. Never lost: it waits for room in the ring. */
  public void commandResult(long correlationId, CommandError error, String text) {}

  /** One entry of a list of SAs; false if the ring is full: offer it again later. */
  public boolean saStatus(long correlationId, SaStatus status) {
    return false;
  }

  /** One entry of a list of policies; false if the ring is full: offer it again later. */
  public boolean policy(long correlationId, PolicySpec policy, boolean configured) {
    return false;
  }

  /** One entry of a list of states; false if the ring is full: offer it again later. */
  public boolean state(long correlationId, long id, byte[] state) {
    return false;
  }

  /** One counter; false if the ring is full: offer it again later. */
  public boolean counter(long correlationId, CounterSample sample) {
    return false;
  }

  /** The end of a list. Never lost: it waits for room in the ring. */
  public void listEnd(long correlationId, int count) {}

  /**
   * Hands up an IKE message (no UDP header, no non-ESP marker); false if it was dropped and
   * counted, because the ring is full or nobody is attached.
   */
  public boolean ikeDatagram(
      InetAddress localAddress,
      int localPort,
      InetAddress remoteAddress,
      int remotePort,
      DirectBuffer message,
      int offset,
      int length,
      long receivedNanos) {
    return false;
  }

  /** Reports a packet without an outbound SA; false if dropped and counted. */
  public boolean acquire(int reqId, PacketTuple packet) {
    return false;
  }

  /** Reports an SA's limit; waits for room; dropped and counted only if nobody is attached. */
  public void expire(boolean inbound, int spi, int reqId, boolean hard) {}

  /** Reports a peer's new outer address; false if dropped and counted. */
  public boolean peerMoved(int spi, int reqId, InetAddress remoteAddress, int remotePort) {
    return false;
  }

  /** Marks the file as closed, wipes it and removes it. */
  @Override
  public void close() {}
}
