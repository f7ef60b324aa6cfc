package io.yett.ike.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.message.DecodeResult.Decoded;
import io.yett.ike.message.IkeDecoder;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyType;
import io.yett.ike.message.StrongSwanTranscript;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NAT detection hashes, held against strongSwan's (RFC 7296 §2.23). */
class NatDetectionTest {
  private static final InetAddress INITIATOR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress RESPONDER = InetAddress.ofLiteral("192.0.2.2");

  @ParameterizedTest
  @ValueSource(strings = {"gcm", "cbc", "eap"})
  void destinationsOfStrongSwan(String transcript) {
    IkeMessage request = message(transcript, 0);
    IkeMessage response = message(transcript, 1);
    long spiI = request.header().initiatorSpi();
    long spiR = response.header().responderSpi();
    assertThat(destination(request)).isEqualTo(NatDetection.hash(spiI, 0, RESPONDER, 500));
    assertThat(destination(response)).isEqualTo(NatDetection.hash(spiI, spiR, INITIATOR, 500));
  }

  @Test
  void everyInputCounts() {
    byte[] hash = NatDetection.hash(1, 2, INITIATOR, 500);
    assertThat(hash).hasSize(20);
    assertThat(NatDetection.hash(3, 2, INITIATOR, 500)).isNotEqualTo(hash);
    assertThat(NatDetection.hash(1, 3, INITIATOR, 500)).isNotEqualTo(hash);
    assertThat(NatDetection.hash(1, 2, RESPONDER, 500)).isNotEqualTo(hash);
    assertThat(NatDetection.hash(1, 2, INITIATOR, 4500)).isNotEqualTo(hash);
  }

  private static byte[] destination(IkeMessage message) {
    return message.notify(NotifyType.NAT_DETECTION_DESTINATION_IP).orElseThrow().data();
  }

  private static IkeMessage message(String transcript, int index) {
    byte[] octets = new StrongSwanTranscript(transcript).messages().get(index);
    return ((Decoded) IkeDecoder.decode(octets)).message();
  }
}
