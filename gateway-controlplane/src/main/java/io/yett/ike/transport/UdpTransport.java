package io.yett.ike.transport;

import io.yett.ike.engine.EngineLimits;
import io.yett.ike.engine.IkeTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * IKE over the kernel's UDP sockets, for a control plane on a machine of its own. On the
 * NAT-traversal port the non-ESP marker is put before a message and taken off (RFC 3948 §2.2); what
 * has none there is ESP or a keepalive, and is not ours. Owned by the ike thread; never blocks.
 */
public final class UdpTransport implements IkeTransport, AutoCloseable {
  /** UDP port of IKE (RFC 7296 §2). */
  public static final int IKE_PORT = 500;

  /** UDP port of IKE and ESP through NATs (RFC 3948 §2.2). */
  public static final int NAT_PORT = 4500;

  private static final int MARKER_LENGTH = 4;

  private final Socket ike;
  private final Socket natTraversal;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(EngineLimits.MAX_DATAGRAM + MARKER_LENGTH);
  private long sendFailures;
  private long foreign;

  /** One bound channel; its address is asked once. */
  private record Socket(DatagramChannel channel, InetSocketAddress local) {}

  /** Takes each message that arrives. */
  @FunctionalInterface
  public interface Receiver {
    /** A message without marker; the array is the receiver's. */
    void onDatagram(InetSocketAddress local, InetSocketAddress remote, byte[] datagram);
  }

  /**
   * Binds both ports of an address.
   *
   * @param ikePort 500; another one, or 0 for any, in tests
   * @param natPort 4500; another one, or 0 for any, in tests
   * @throws IOException in one line that names the remedy
   */
  public UdpTransport(InetAddress address, int ikePort, int natPort) throws IOException {
    ike = bind(address, ikePort);
    try {
      natTraversal = bind(address, natPort);
    } catch (IOException e) {
      ike.channel().close();
      throw e;
    }
  }

  private static Socket bind(InetAddress address, int port) throws IOException {
    StandardProtocolFamily family =
        address.getAddress().length == 4
            ? StandardProtocolFamily.INET
            : StandardProtocolFamily.INET6;
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(address, port));
      return new Socket(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "cannot bind UDP "
              + address.getHostAddress()
              + ":"
              + port
              + ": "
              + e.getMessage()
              + "; is another IKE daemon running? A port below 1024 needs root or CAP_NET_BIND_SERVICE",
          e);
    }
  }

  /** The address that messages without marker come from. */
  public InetSocketAddress ikeAddress() {
    return ike.local();
  }

  /** The address that messages with marker come from. */
  public InetSocketAddress natAddress() {
    return natTraversal.local();
  }

  /** Messages that the kernel did not take. */
  public long sendFailures() {
    return sendFailures;
  }

  /** Datagrams on the NAT-traversal port without marker: ESP, keepalives, or nonsense. */
  public long foreign() {
    return foreign;
  }

  /** Best effort, as UDP is: what the kernel does not take is counted, and IKE sends it again. */
  @Override
  public void send(InetSocketAddress local, InetSocketAddress remote, byte[] datagram) {
    boolean marked = local.getPort() == natTraversal.local().getPort();
    buffer.clear();
    if (datagram.length > EngineLimits.MAX_DATAGRAM) {
      sendFailures++;
      return;
    }
    if (marked) {
      buffer.putInt(0);
    }
    buffer.put(datagram).flip();
    try {
      if ((marked ? natTraversal : ike).channel().send(buffer, remote) == 0) {
        sendFailures++;
      }
    } catch (IOException e) {
      sendFailures++;
    }
  }

  /** Hands up at most {@code limit} messages of each port; returns how many. */
  public int poll(Receiver receiver, int limit) {
    return poll(ike, false, receiver, limit) + poll(natTraversal, true, receiver, limit);
  }

  private int poll(Socket socket, boolean marked, Receiver receiver, int limit) {
    int count = 0;
    while (count < limit) {
      InetSocketAddress remote;
      try {
        remote = (InetSocketAddress) socket.channel().receive(buffer.clear());
      } catch (IOException e) {
        // Such as an ICMP error for an earlier message: of no account for this one.
        return count;
      }
      if (remote == null) {
        return count;
      }
      count++;
      buffer.flip();
      if (marked && (buffer.remaining() < MARKER_LENGTH || buffer.getInt() != 0)) {
        foreign++;
        continue;
      }
      byte[] datagram = new byte[buffer.remaining()];
      buffer.get(datagram);
      receiver.onDatagram(socket.local(), remote, datagram);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    try {
      ike.channel().close();
    } finally {
      natTraversal.channel().close();
    }
  }
}
