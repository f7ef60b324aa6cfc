package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The IKE engine against a real strongSwan, as initiator and as responder, without ESP. */
@Timeout(180)
class EngineWithStrongSwanTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String IKE = "aes256gcm16-prfsha384-x25519";
  private static final String ESP = "aes256gcm16-noesn";

  @TempDir Path runs;
  private Lab lab;
  private NetworkNamespace blue;
  private StrongSwan peer;
  private LabProcess engine;
  private Path commands;
  private int fragmentOctets = 1280;
  private String role = "yett.plain";
  private UnaryOperator<String> amendment = UnaryOperator.identity();

  @BeforeEach
  void skipWithoutLaboratory() {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> "the IKE engine with strongSwan: " + obstacle.orElse(""));
  }

  @AfterEach
  void clean() {
    if (lab != null) {
      lab.close();
    }
  }

  private void start(String ike, String esp, String peerIke, String peerEsp, String psk) {
    lab = new Lab(runs, "yeng");
    NetworkNamespace red = lab.namespace("red");
    blue = lab.namespace("blue");
    VethPair.connect(red, "black", blue, "black");
    red.address("black", "192.0.2.1/24");
    blue.address("black", "192.0.2.2/24");
    // strongSwan's ESP in user space wants an address of its side, and a way to ours.
    blue.address("lo", "10.2.0.1/24");
    blue.route("10.1.0.0/24", "192.0.2.1");
    SwanctlConfig config =
        new SwanctlConfig(
            "net",
            "192.0.2.2",
            "192.0.2.1",
            "blue.example",
            "red.example",
            "battery staple",
            "10.2.0.0/24",
            "10.1.0.0/24",
            peerIke,
            peerEsp,
            60);
    peer = lab.manage(new StrongSwan(lab, blue, "strongswan", config));
    peer.fragmentOctets(fragmentOctets);
    peer.amend(amendment);
    peer.start();
    commands = lab.folder().resolve("commands");
    engine =
        lab.start(
            red.command(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-Dyett.fragment-octets=" + fragmentOctets,
                    "-D" + role + "=true",
                    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    IkeHarness.class.getName(),
                    commands.toString(),
                    "192.0.2.1",
                    "192.0.2.2",
                    ike,
                    esp,
                    psk)),
            lab.folder().resolve("engine.log"));
    engine.await("start", LIMIT, () -> log().contains("ready"));
  }

  private void start() {
    start(IKE, ESP, IKE, "aes256gcm16-noesn", "battery staple");
  }

  private String log() {
    return read(engine.log());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void order(String command) {
    try {
      Files.writeString(
          commands, command + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The engine's last status line. */
  private String status() {
    return log().lines().filter(l -> l.startsWith("status ")).reduce((a, b) -> b).orElse("");
  }

  private void expect(String what, BooleanSupplier condition) {
    boolean held = Waiting.until(LIMIT, Duration.ofMillis(50), condition);
    assertThat(held)
        .as(() -> what + "\n--- engine\n" + log() + "\n--- strongSwan\n" + read(peer.log()))
        .isTrue();
  }

  private void expectOneTunnel() {
    expect(
        "one tunnel, the same at both ends",
        () -> {
          SwanctlSas sas = peer.sas();
          return sas.isOneTunnel()
              && sas.childSas().size() == 1
              && status().contains("ike " + sas.ikeSas().getFirst().initiatorSpi() + " ESTABLISHED")
              && status()
                  .endsWith(
                      " child %8s/%8s INSTALLED"
                          .formatted(
                              sas.installed().getFirst().outbound(),
                              sas.installed().getFirst().inbound())
                          .replace("/ ", "/0"));
        });
    assertThat(log()).doesNotContain("internal error");
  }

  private void expectChange(String action, Runnable trigger) {
    String before = status();
    trigger.run();
    expect(action, () -> !status().equals(before));
    expectOneTunnel();
    assertThat(status()).isNotEqualTo(before);
  }

  @Test
  void asInitiatorWithRekeysByBoth() {
    start();
    order("initiate");
    expectOneTunnel();
    rekeyEverything();
    order("terminate");
    expect("strongSwan has no SA", () -> peer.sas().ikeSas().isEmpty());
    expect("we have no SA", () -> status().equals("status DOWN"));
  }

  @Test
  void asResponderWithRekeysByBoth() {
    start();
    peer.initiate("net");
    expectOneTunnel();
    rekeyEverything();
    peer.terminate("net");
    expect("we have no SA", () -> status().equals("status DOWN"));
  }

  private void rekeyEverything() {
    expectChange("we rekey the Child SA", () -> order("rekey-child"));
    expectChange("strongSwan rekeys the Child SA", () -> peer.rekeyChild("net"));
    expectChange("we rekey the IKE SA", () -> order("rekey-ike"));
    expectChange("strongSwan rekeys the IKE SA", () -> peer.rekeyIke("net"));
    expectChange("we rekey the Child SA again", () -> order("rekey-child"));
    expectChange("strongSwan rekeys the Child SA again", () -> peer.rekeyChild("net"));
  }

  @Test
  void bothRekeyAtOnce() {
    start();
    order("initiate");
    expectOneTunnel();
    for (int round = 0; round < 5; round++) {
      expectChange(
          "both rekey the Child SA",
          () -> {
            order("rekey-child");
            peer.rekeyChild("net");
          });
      expectChange(
          "both rekey the IKE SA",
          () -> {
            order("rekey-ike");
            peer.rekeyIke("net");
          });
    }
  }

  @Test
  void peerKilledAndRestartedComesBack() {
    start();
    order("initiate");
    expectOneTunnel();
    peer.kill();
    expect("dead peer detection", () -> log().contains("failed NO_ANSWER"));
    peer.start();
    expectOneTunnel();
  }

  @ParameterizedTest
  @CsvSource({
    "aes128gcm16-prfsha256-ecp256, aes128gcm16-ecp256-noesn",
    "aes256gcm16-prfsha512-ecp384, aes256gcm16-ecp384-noesn",
    "aes128-sha256-modp2048, aes128gcm16-modp2048-noesn",
    "aes256-sha512-modp3072, aes256gcm16-modp3072-noesn",
    "aes256-sha384-x25519, aes128gcm16-x25519-noesn",
    "aes128gcm16-prfsha256-x25519, aes128-sha256-noesn",
    "aes256-sha512-ecp384, aes256-sha384-ecp384-noesn",
    "chacha20poly1305-prfsha256-x25519, chacha20poly1305-x25519-noesn"
  })
  void everySuite(String ike, String esp) {
    start(ike, esp, ike, esp, "battery staple");
    order("initiate");
    expectOneTunnel();
    expectChange("we rekey the Child SA", () -> order("rekey-child"));
    expectChange("strongSwan rekeys the Child SA", () -> peer.rekeyChild("net"));
    expectChange("we rekey the IKE SA", () -> order("rekey-ike"));
    expectChange("strongSwan rekeys the IKE SA", () -> peer.rekeyIke("net"));
  }

  /** Of 200 octets each, so that even messages with a pre-shared key take several. */
  @Test
  void messagesInFragmentsByBoth() {
    fragmentOctets = 200;
    start();
    order("initiate");
    expectOneTunnel();
    rekeyEverything();
    String theirs = read(peer.log());
    assertThat(theirs).contains("splitting IKE message").contains("reassembled fragmented IKE");
  }

  @Test
  void messagesInFragmentsAsResponder() {
    fragmentOctets = 200;
    start();
    peer.initiate("net");
    expectOneTunnel();
    rekeyEverything();
    assertThat(read(peer.log())).contains("reassembled fragmented IKE");
  }

  /** ML-KEM in IKE_INTERMEDIATE and IKE_FOLLOWUP_KE, which strongSwan has from 6.0 on. */
  @ParameterizedTest
  @CsvSource({
    "aes256gcm16-prfsha384-x25519-ke1_mlkem768, aes256gcm16-x25519-ke1_mlkem768-noesn, true",
    "aes256gcm16-prfsha384-x25519-ke1_mlkem768, aes256gcm16-x25519-ke1_mlkem768-noesn, false",
    "aes256gcm16-prfsha512-ecp384-ke1_mlkem1024, aes256gcm16-ecp384-ke1_mlkem1024-noesn, true",
    "aes128-sha256-x25519-ke1_mlkem512-ke2_ecp256, aes128gcm16-x25519-ke1_mlkem512-noesn, true",
    "aes128-sha256-x25519-ke1_mlkem512-ke2_ecp256, aes128gcm16-x25519-ke1_mlkem512-noesn, false",
    "aes256gcm16-prfsha384-mlkem768, aes256gcm16-mlkem768-noesn, true"
  })
  void postQuantumKeyExchanges(String ike, String esp, boolean initiator) {
    assumeTrue(
        StrongSwan.isOfAnotherRoot(), "ML-KEM needs a newer strongSwan: YETT_STRONGSWAN_ROOT");
    start(ike, esp, ike, esp, "battery staple");
    if (initiator) {
      order("initiate");
    } else {
      peer.initiate("net");
    }
    expectOneTunnel();
    rekeyEverything();
    for (int round = 0; round < 2; round++) {
      expectChange(
          "both rekey the Child SA",
          () -> {
            order("rekey-child");
            peer.rekeyChild("net");
          });
      expectChange(
          "both rekey the IKE SA",
          () -> {
            order("rekey-ike");
            peer.rekeyIke("net");
          });
    }
  }

  @Test
  void strongSwanGetsAnAddressOfOurPool() {
    role = "yett.pool";
    amendment =
        text ->
            text.replace("mobike = no", "mobike = no\n vips = 0.0.0.0")
                .replace("local_ts = 10.2.0.0/24", "local_ts = dynamic");
    start();
    peer.initiate("net");
    expectOneTunnel();
    rekeyEverything();
    assertThat(read(peer.log()))
        .contains("installing new virtual IP 10.9.0.1")
        .contains("10.9.0.1/32 === 10.1.0.0/24");
    peer.terminate("net");
    expect("we have no client", () -> status().equals("status DOWN"));
    peer.initiate("net");
    expectOneTunnel();
    assertThat(read(peer.log())).doesNotContain("10.9.0.2");
  }

  @Test
  void weGetAnAddressOfStrongSwansPool() {
    role = "yett.request-address";
    amendment =
        text ->
            text.replace("mobike = no", "mobike = no\n pools = vpn")
                    .replace("remote_ts = 10.1.0.0/24", "remote_ts = dynamic")
                + "pools {\n vpn {\n addrs = 10.9.0.0/24\n dns = 10.2.0.53\n }\n}\n";
    start();
    order("initiate");
    expectOneTunnel();
    rekeyEverything();
    assertThat(log())
        .contains("the peer gives addresses [10.9.0.1], DNS servers [10.2.0.53]")
        .doesNotContain("failed ");
    assertThat(read(peer.log())).contains("10.2.0.0/24 === 10.9.0.1/32");
  }

  /** strongSwan loses its address and gets another (RFC 4555). */
  @Test
  void strongSwanMoves() {
    amendment =
        text ->
            text.replace("mobike = no", "mobike = yes")
                .replace("local_addrs = 192.0.2.2", "local_addrs = %any");
    start();
    peer.initiate("net");
    expectOneTunnel();
    rekeyEverything();
    blue.ip("address", "del", "192.0.2.2/24", "dev", "black");
    blue.address("black", "192.0.2.3/24");
    expect("we follow", () -> log().contains("goes on between 192.0.2.1 and 192.0.2.3"));
    expectOneTunnel();
    assertThat(read(peer.log())).contains("N(UPD_SA_ADDR)").contains("N(COOKIE2)");
  }

  @Test
  void weBeginWithMobike() {
    amendment = text -> text.replace("mobike = no", "mobike = yes");
    start();
    order("initiate");
    expectOneTunnel();
    rekeyEverything();
    assertThat(read(peer.log())).contains("peer supports MOBIKE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void childlessIkeSas(boolean initiator) {
    role = initiator ? "yett.childless" : "yett.plain";
    amendment = text -> text.replace("mobike = no", "mobike = no\n childless = force");
    start(IKE, "aes256gcm16-x25519-noesn", IKE, "aes256gcm16-x25519-noesn", "battery staple");
    if (initiator) {
      order("initiate");
    } else {
      peer.initiate("net");
    }
    expectOneTunnel();
    expectChange("strongSwan rekeys the Child SA", () -> peer.rekeyChild("net"));
    expectChange("strongSwan rekeys the IKE SA", () -> peer.rekeyIke("net"));
    assertThat(log())
        .contains(initiator ? "CREATE_CHILD_SA request 2" : "CREATE_CHILD_SA response 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void postQuantumPresharedKey(boolean initiator) {
    role = "yett.ppk";
    amendment =
        text ->
            text.replace("mobike = no", "mobike = no\n ppk_id = ppk1\n ppk_required = yes")
                .replace(
                    "secrets {",
                    "secrets {\n ppk-1 {\n id = ppk1\n"
                        + " secret = \"a key that a quantum computer has not\"\n }");
    start();
    if (initiator) {
      order("initiate");
    } else {
      peer.initiate("net");
    }
    expectOneTunnel();
    rekeyEverything();
    assertThat(read(peer.log())).contains("using PPK for PPK_ID 'ppk1'");
  }

  @Test
  void peerWantsAnotherGroup() {
    start(
        "aes256gcm16-prfsha384-x25519,aes256gcm16-prfsha384-ecp384",
        ESP,
        "aes256gcm16-prfsha384-ecp384",
        ESP,
        "battery staple");
    order("initiate");
    expectOneTunnel();
  }

  @Test
  void wrongSecret() {
    start(IKE, ESP, IKE, ESP, "another");
    order("initiate");
    expect("a reason", () -> log().contains("failed AUTHENTICATION_FAILED"));
    assertThat(log()).contains("pre-shared key mismatch or wrong identity");
  }

  @Test
  void noCommonProposal() {
    start(IKE, ESP, "aes128-sha256-modp2048", ESP, "battery staple");
    order("initiate");
    expect("a reason", () -> log().contains("failed NO_PROPOSAL_CHOSEN"));
  }
}
