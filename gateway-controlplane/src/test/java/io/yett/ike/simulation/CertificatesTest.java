package io.yett.ike.simulation;

import static io.yett.ike.certificate.TestPki.NOW;
import static io.yett.ike.certificate.TestPki.authority;
import static io.yett.ike.certificate.TestPki.certificates;
import static io.yett.ike.certificate.TestPki.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.yett.ike.certificate.TestPki.Issued;
import io.yett.ike.crypto.SignatureScheme;
import io.yett.ike.engine.FailureReason;
import io.yett.ike.message.AuthPayload;
import io.yett.ike.message.CertPayload;
import io.yett.ike.message.CertReqPayload;
import io.yett.ike.message.ExchangeType;
import io.yett.ike.message.IkeMessage;
import io.yett.ike.message.NotifyType;
import io.yett.ike.pad.AuthKind;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LocalAuth;
import io.yett.ike.pad.PostQuantumKey;
import io.yett.ike.pad.PreSharedKey;
import io.yett.ike.pad.RemoteAuth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways with certificates (RFC 7296 §2.15, RFC 7427). */
class CertificatesTest {
  private static final Issued ROOT = authority("C=CH, O=Yett, CN=Root").selfSigned();
  private static final Issued RED = entity("C=CH, O=Yett, CN=red").dns("red.example").by(ROOT);
  private static final Issued BLUE = entity("C=CH, O=Yett, CN=blue").dns("blue.example").by(ROOT);

  private static LocalAuth local(Issued... chain) {
    return new LocalAuth(
        AuthKind.CERTIFICATE, certificates(chain), chain[0].key(), SignatureScheme.DEFAULT);
  }

  private static RemoteAuth remote(Issued authority) {
    return new RemoteAuth(
        AuthKind.CERTIFICATE, certificates(authority), List.of(), SignatureScheme.DEFAULT);
  }

  private static UnaryOperator<Connection> auth(LocalAuth local, RemoteAuth remote) {
    return c -> c.with(c.options().withAuth(local, remote));
  }

  private static UnaryOperator<Connection> peerIs(
      String identity, UnaryOperator<Connection> before) {
    return c -> {
      Connection old = before.apply(c);
      return new Connection(
          old.name(),
          old.localAddress(),
          old.localId(),
          old.remoteAddress(),
          Identity.parse(identity),
          old.psk(),
          old.proposals(),
          old.rekeySeconds(),
          old.dpdSeconds(),
          old.forceEncapsulation(),
          old.children(),
          old.options());
    };
  }

  private static Simulation begin(UnaryOperator<Connection> red, UnaryOperator<Connection> blue) {
    Simulation sim = new Simulation(1, red, blue);
    sim.boot();
    sim.red().engine().initiate("tunnel", null, sim.network().now());
    return sim;
  }

  private static IkeMessage auth(SimulatedGateway from) {
    return from.sent().stream()
        .filter(m -> m.header().exchangeType() == ExchangeType.IKE_AUTH)
        .findFirst()
        .orElseThrow();
  }

  private static void expectRefused(Simulation sim, SimulatedGateway by, String... words) {
    sim.runSeconds(5);
    assertThat(sim.red().view().ikeSas()).as(() -> sim.trace().toString()).isEmpty();
    assertThat(sim.blue().view().ikeSas()).isEmpty();
    assertThat(by.failures()).isNotEmpty();
    assertThat(by.failures().getFirst().reason()).isEqualTo(FailureReason.AUTHENTICATION_FAILED);
    assertThat(by.failures().getFirst().text()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA-2048", "P-256", "P-384", "P-521", "Ed25519", "Ed448"})
  void keysOfEveryKind(String kind) {
    Issued red = entity("CN=red " + kind).key(kind).dns("red.example").by(ROOT);
    Issued blue = entity("CN=blue " + kind).key(kind).dns("blue.example").by(ROOT);
    Simulation sim = begin(auth(local(red), remote(ROOT)), auth(local(blue), remote(ROOT)));
    sim.expectSettled(5);
    for (SimulatedGateway gateway : List.of(sim.red(), sim.blue())) {
      IkeMessage message = auth(gateway);
      assertThat(message.first(AuthPayload.class).orElseThrow().method()).isEqualTo(14);
      assertThat(message.all(CertPayload.class)).hasSize(1);
      assertThat(gateway.sent().stream().anyMatch(m -> m.first(CertReqPayload.class).isPresent()))
          .isTrue();
      assertThat(gateway.sent().getFirst().has(NotifyType.SIGNATURE_HASH_ALGORITHMS)).isTrue();
    }
    sim.red().engine().rekeyIkeSa("tunnel", sim.network().now());
    sim.runSeconds(3);
    sim.expectSettled(5);
  }

  @Test
  void intermediateAuthoritiesAreSent() {
    Issued middle = authority("CN=Middle").by(ROOT);
    Issued red = entity("CN=red").dns("red.example").by(middle);
    Simulation sim = begin(auth(local(red, middle), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    sim.expectSettled(5);
    assertThat(auth(sim.red()).all(CertPayload.class)).hasSize(2);
  }

  @Test
  void onABadNetworkAndWithChainsInFragments() {
    Issued middle = authority("CN=Big middle").key("RSA-4096").by(ROOT);
    Issued red = entity("CN=big red").key("RSA-4096").dns("red.example").by(middle);
    for (int seed = 1; seed <= 10; seed++) {
      Simulation sim =
          new Simulation(
              seed, auth(local(red, middle), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
      sim.boot();
      sim.network().conditions(new SimulatedNetwork.Conditions(0.2, 0.1, 1_000, 80_000));
      sim.red().engine().initiate("tunnel", null, sim.network().now());
      sim.runSeconds(20);
      sim.expectSettled(60);
    }
  }

  @Test
  void oneEndByKeyTheOtherByCertificate() {
    begin(auth(LocalAuth.PSK, remote(ROOT)), auth(local(BLUE), RemoteAuth.PSK)).expectSettled(5);
    begin(auth(local(RED), RemoteAuth.PSK), auth(LocalAuth.PSK, remote(ROOT))).expectSettled(5);
  }

  @Test
  void withAPostQuantumPresharedKey() {
    for (boolean required : List.of(true, false)) {
      PostQuantumKey ppk =
          new PostQuantumKey(
              "k", new PreSharedKey("secret".getBytes(StandardCharsets.US_ASCII)), required);
      UnaryOperator<Connection> red = auth(local(RED), remote(ROOT));
      UnaryOperator<Connection> blue = auth(local(BLUE), remote(ROOT));
      UnaryOperator<Connection> redToo =
          c -> red.apply(c).with(red.apply(c).options().withPpk(ppk));
      UnaryOperator<Connection> blueToo =
          c -> blue.apply(c).with(blue.apply(c).options().withPpk(ppk));
      begin(redToo, blueToo).expectSettled(5);
      if (!required) {
        begin(redToo, blue).expectSettled(5);
        begin(red, blueToo).expectSettled(5);
      }
    }
  }

  @Test
  void withAdditionalKeyExchanges() {
    UnaryOperator<Connection> red = auth(local(RED), remote(ROOT));
    UnaryOperator<Connection> blue = auth(local(BLUE), remote(ROOT));
    String hybrid = "aes256gcm16-prfsha384-x25519-ke1_mlkem768";
    begin(
            c -> Connections.withProposals(red.apply(c), hybrid),
            c -> Connections.withProposals(blue.apply(c), hybrid))
        .expectSettled(5);
  }

  @Test
  void peerOfAPattern() {
    Simulation sim =
        begin(
            peerIs("*.example", auth(local(RED), remote(ROOT))),
            peerIs("any", auth(local(BLUE), remote(ROOT))));
    sim.expectSettled(5);
    assertThat(sim.blue().view().ikeSas().getFirst().remoteId()).isEqualTo("red.example");
    sim.blue().kill();
    sim.blue().restart();
    sim.expectSettled(5);
  }

  @Test
  void authorityThatIsNotTrusted() {
    Issued other = authority("CN=Other").selfSigned();
    Issued red = entity("CN=red").dns("red.example").by(other);
    Issued blue = entity("CN=blue").dns("blue.example").by(other);
    Simulation responder = begin(auth(local(red), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    expectRefused(responder, responder.blue(), "CN=red", "issued by CN=Other", "Root");
    Simulation initiator = begin(auth(local(RED), remote(ROOT)), auth(local(blue), remote(ROOT)));
    expectRefused(initiator, initiator.red(), "CN=blue", "issued by CN=Other", "Root");
  }

  @Test
  void expired() {
    Issued red =
        entity("CN=red")
            .dns("red.example")
            .valid(NOW.minusSeconds(9999), NOW.minusSeconds(99))
            .by(ROOT);
    Simulation sim = begin(auth(local(red), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    expectRefused(sim, sim.blue(), "CN=red expired at 2026-06-01T11:58:21Z");
  }

  @Test
  void identityThatIsNotInTheCertificate() {
    Issued red = entity("CN=red").dns("green.example").by(ROOT);
    Simulation sim = begin(auth(local(red), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    expectRefused(
        sim, sim.blue(), "says it is red.example", "its certificate is of CN=red, green.example");
  }

  @Test
  void keyThatIsNotOfTheCertificate() {
    LocalAuth stolen =
        new LocalAuth(AuthKind.CERTIFICATE, certificates(RED), BLUE.key(), SignatureScheme.DEFAULT);
    Simulation sim = begin(auth(stolen, remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    expectRefused(sim, sim.blue(), "does not fit its certificate");
  }

  @Test
  void certificateWhereAKeyIsConfiguredAndTheOtherWayRound() {
    Simulation sim = begin(auth(local(RED), remote(ROOT)), c -> c);
    expectRefused(sim, sim.blue(), "by method 9", "a pre-shared key (method 2) is configured");
    Simulation other = begin(c -> c, auth(local(BLUE), remote(ROOT)));
    expectRefused(other, other.blue(), "by a pre-shared key, a certificate is configured here");
  }

  @Test
  void noSchemeInCommon() {
    RemoteAuth onlyRsa =
        new RemoteAuth(
            AuthKind.CERTIFICATE,
            certificates(ROOT),
            List.of(),
            List.of(SignatureScheme.RSA_PSS_SHA512));
    Simulation sim = begin(auth(local(RED), remote(ROOT)), auth(local(BLUE), onlyRsa));
    expectRefused(sim, sim.blue(), "ecdsa-sha512, which is not in remote.signatures");
  }

  @Test
  void endsWhileTheSignatureIsChecked() {
    Simulation sim = begin(auth(local(RED), remote(ROOT)), auth(local(BLUE), remote(ROOT)));
    assertThat(sim.runUntil(5, () -> sim.red().sent().size() == 2)).isTrue();
    sim.red().engine().terminate("tunnel", null, sim.network().now());
    sim.runSeconds(0.01);
    assertThat(sim.red().view().ikeSas()).isEmpty();
    sim.expectSettled(120); // blue, which has it established, finds out and begins anew
  }
}
