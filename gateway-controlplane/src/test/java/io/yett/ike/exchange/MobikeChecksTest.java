package io.yett.ike.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeHeader;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyPayload;
import io.yett.ike.message.NotifyType;
import io.yett.ike.sa.IkeSa;
import io.yett.ike.sa.NetworkPath;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the peer's MOBIKE Notifies say (RFC 4555 §4.2). */
class MobikeChecksTest {
  private static final InetSocketAddress US = at("192.0.2.2", 4500);
  private static final InetSocketAddress PEER = at("192.0.2.1", 4500);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static IkeMessage message(NotifyPayload... notifies) {
    IkeHeader header = new IkeHeader(1, 2, ExchangeType.INFORMATIONAL, true, false, 0);
    return new IkeMessage(header, List.of(notifies));
  }

  private static NotifyPayload notify(NotifyType type, String hex) {
    return NotifyPayload.of(type, HexFormat.of().parseHex(hex));
  }

  @Test
  void noNatsAllowed() {
    // Source, destination, source port, destination port (RFC 4555 section 4.2.6).
    IkeMessage forbids = message(notify(NotifyType.NO_NATS_ALLOWED, "c0000201c000020211941194"));
    assertThat(Mobike.unexpectedNat(forbids, US, PEER)).isFalse();
    assertThat(Mobike.unexpectedNat(forbids, US, at("192.0.2.1", 4501))).isTrue();
    assertThat(Mobike.unexpectedNat(forbids, US, at("198.51.100.1", 4500))).isTrue();
    assertThat(Mobike.unexpectedNat(forbids, at("192.0.2.3", 4500), PEER)).isTrue();
    IkeMessage cut = message(notify(NotifyType.NO_NATS_ALLOWED, "c0000201c0000202"));
    assertThat(Mobike.unexpectedNat(cut, US, PEER)).isTrue();
    assertThat(Mobike.unexpectedNat(message(), US, at("198.51.100.1", 4500))).isFalse();
  }

  @Test
  void additionalAddressesReplaceThoseBefore() {
    IkeSa sa = new IkeSa(false, 2, 1, NetworkPath.of(US, PEER), 0);
    Mobike.noteAdditional(
        sa,
        message(
            notify(NotifyType.ADDITIONAL_IP4_ADDRESS, "cb007101"),
            notify(NotifyType.ADDITIONAL_IP4_ADDRESS, "cb0071"),
            notify(NotifyType.ADDITIONAL_IP6_ADDRESS, "20010db8000000000000000000000001")));
    assertThat(sa.peerAddresses())
        .containsExactly(
            InetAddress.ofLiteral("203.0.113.1"), InetAddress.ofLiteral("2001:db8::1"));
    Mobike.noteAdditional(sa, message(NotifyPayload.of(NotifyType.NO_ADDITIONAL_ADDRESSES)));
    assertThat(sa.peerAddresses()).isEmpty();
  }

  @Test
  void additionalAddressesAreBounded() {
    IkeSa sa = new IkeSa(false, 2, 1, NetworkPath.of(US, PEER), 0);
    List<NotifyPayload> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(
          NotifyPayload.of(NotifyType.ADDITIONAL_IP4_ADDRESS, new byte[] {10, 0, 0, (byte) i}));
    }
    Mobike.noteAdditional(sa, message(many.toArray(NotifyPayload[]::new)));
    assertThat(sa.peerAddresses()).hasSize(16);
  }
}
