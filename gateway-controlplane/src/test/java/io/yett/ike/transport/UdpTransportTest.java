package io.yett.ike.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transport's octets on loopback, as a plain socket sees them. */
final class UdpTransportTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final byte[] MESSAGE = {1, 2, 3, 4, 5};

  private final List<String> received = new ArrayList<>();
  private UdpTransport transport;
  private DatagramSocket peer;

  @BeforeEach
  void open() throws IOException {
    transport = new UdpTransport(LOOPBACK, 0, 0);
    peer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    peer.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    peer.close();
  }

  private InetSocketAddress peerAddress() {
    return (InetSocketAddress) peer.getLocalSocketAddress();
  }

  private DatagramPacket receiveAtPeer() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    peer.receive(packet);
    return packet;
  }

  private void sendFromPeer(InetSocketAddress to, int... octets) throws IOException {
    byte[] datagram = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      datagram[i] = (byte) octets[i];
    }
    peer.send(new DatagramPacket(datagram, datagram.length, to));
  }

  private void pollUntil(int datagrams) {
    int[] seen = {0};
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .pollInSameThread()
        .until(() -> {
          seen[0] +=
              transport.poll(
                  (local, remote, datagram) ->
                      received.add(
                          local.getPort()
                              + " "
                              + remote.getPort()
                              + " "
                              + Arrays.toString(datagram)),
                  8);
          return seen[0] >= datagrams;
        });
  }

  @Test
  void thePortOfIkeCarriesMessagesAsTheyAre() throws IOException {
    transport.send(transport.ikeAddress(), peerAddress(), MESSAGE);

    DatagramPacket packet = receiveAtPeer();
    assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(MESSAGE);
    assertThat(packet.getPort()).isEqualTo(transport.ikeAddress().getPort());

    sendFromPeer(transport.ikeAddress(), 0, 0, 0, 0, 9);
    pollUntil(1);
    assertThat(received)
        .containsExactly(
            transport.ikeAddress().getPort() + " " + peer.getLocalPort() + " [0, 0, 0, 0, 9]");
  }

  @Test
  void theNatPortPutsTheMarkerBeforeAMessage() throws IOException {
    transport.send(transport.natAddress(), peerAddress(), MESSAGE);

    DatagramPacket packet = receiveAtPeer();
    assertThat(Arrays.copyOf(packet.getData(), packet.getLength()))
        .isEqualTo(new byte[] {0, 0, 0, 0, 1, 2, 3, 4, 5});
    assertThat(packet.getPort()).isEqualTo(transport.natAddress().getPort());
  }

  @Test
  void theNatPortTakesTheMarkerOffAndPassesNothingElse() throws IOException {
    sendFromPeer(transport.natAddress(), 0xff);
    sendFromPeer(transport.natAddress());
    sendFromPeer(transport.natAddress(), 0, 0, 0);
    sendFromPeer(transport.natAddress(), 0, 0, 1, 0, 7, 7);
    sendFromPeer(transport.natAddress(), 0, 0, 0, 0, 8, 8);

    pollUntil(5);
    assertThat(received)
        .containsExactly(transport.natAddress().getPort() + " " + peer.getLocalPort() + " [8, 8]");
    assertThat(transport.foreign()).isEqualTo(4);
  }

  @Test
  void whatCannotBeSentIsCounted() {
    transport.send(transport.ikeAddress(), peerAddress(), new byte[65_536]);
    transport.send(transport.ikeAddress(), new InetSocketAddress("192.0.2.1", 0), MESSAGE);

    assertThat(transport.sendFailures()).isEqualTo(2);
  }

  @Test
  void aTakenPortIsAClearError() {
    int taken = transport.ikeAddress().getPort();

    assertThatThrownBy(() -> new UdpTransport(LOOPBACK, taken, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("another IKE daemon");
  }
}
