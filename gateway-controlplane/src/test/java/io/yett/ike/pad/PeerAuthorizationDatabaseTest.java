package io.yett.ike.pad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.yett.dataplane.sachannel.TrafficSelector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerAuthorizationDatabaseTest {
  private static final InetAddress US = ip("192.0.2.1");
  private static final InetAddress ALSO_US = ip("198.51.100.1");
  private static final InetAddress BLUE = ip("192.0.2.2");
  private static final InetAddress GREEN = ip("192.0.2.3");
  private static final PostQuantumKey PPK =
      new PostQuantumKey("ppk", new PreSharedKey(new byte[32]), false);

  private final PeerAuthorizationDatabase pad = new PeerAuthorizationDatabase();

  @BeforeEach
  void fill() {
    pad.add(connection("any", null, "client.example", "x25519", IkeOptions.DEFAULT));
    pad.add(connection("blue", BLUE, "blue.example", "ecp256", IkeOptions.DEFAULT));
    pad.add(connection("blue2", BLUE, "blue2.example", "ecp256", IkeOptions.DEFAULT.withPpk(PPK)));
    pad.add(
        connection(
            "moving",
            BLUE,
            "blue.example",
            "x25519",
            IkeOptions.DEFAULT.withMobike(true, List.of(ALSO_US, US))));
  }

  @Test
  void thoseOfAFixedPeerComeFirst() {
    assertThat(names(pad.candidates(US, BLUE).all()))
        .containsExactly("blue", "blue2", "moving", "any");
    assertThat(pad.candidates(US, BLUE).first().name()).isEqualTo("blue");
    assertThat(names(pad.candidates(US, GREEN).all())).containsExactly("any");
  }

  @Test
  void allOfOurAddressesOfAConnectionCount() {
    assertThat(names(pad.candidates(ALSO_US, BLUE).all())).containsExactly("moving");
    assertThat(pad.candidates(ALSO_US, GREEN).isEmpty()).isTrue();
    assertThat(pad.candidates(GREEN, BLUE).isEmpty()).isTrue();
  }

  @Test
  void identitiesDecide() {
    Candidates candidates = pad.candidates(US, BLUE);
    Identity us = Identity.parse("us.example");
    assertThat(names(candidates.matching(Identity.parse("blue.example"), null)))
        .containsExactly("blue", "moving");
    assertThat(names(candidates.matching(Identity.parse("client.example"), us)))
        .containsExactly("any");
    assertThat(candidates.matching(Identity.parse("client.example"), Identity.parse("other")))
        .isEmpty();
    assertThat(candidates.matching(Identity.parse("stranger.example"), us)).isEmpty();
  }

  @Test
  void proposalsAreTriedOnceHoweverManyHaveThem() {
    assertThat(names(pad.candidates(US, BLUE).ofDistinctProposals()))
        .containsExactly("blue", "moving", "any");
  }

  @Test
  void thePostQuantumKeyOfAnyIsFound() {
    assertThat(pad.candidates(US, BLUE).firstPpk()).isSameAs(PPK);
    assertThat(pad.candidates(US, GREEN).firstPpk()).isNull();
  }

  @Test
  void namesAreUnique() {
    Connection again = connection("blue", GREEN, "green.example", "x25519", IkeOptions.DEFAULT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pad.add(again))
        .withMessageContaining("blue");
  }

  private static List<String> names(List<Connection> connections) {
    return connections.stream().map(Connection::name).toList();
  }

  private static Connection connection(
      String name, InetAddress remote, String remoteId, String group, IkeOptions options) {
    Child child =
        new Child(
            "net",
            1000,
            List.of(TrafficSelector.ofRange(ip("10.1.0.0"), ip("10.1.0.255"))),
            List.of(TrafficSelector.ofRange(ip("10.2.0.0"), ip("10.2.0.255"))),
            List.of("aes256gcm16-esn"),
            0,
            0,
            0,
            64,
            StartAction.NONE,
            LossAction.NONE,
            LossAction.NONE);
    return new Connection(
        name,
        US,
        Identity.parse("us.example"),
        remote,
        Identity.parse(remoteId),
        new PreSharedKey("secret".getBytes(StandardCharsets.US_ASCII)),
        List.of("aes256gcm16-prfsha256-" + group),
        0,
        0,
        false,
        List.of(child),
        options);
  }

  private static InetAddress ip(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
