package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.LabAuthority.Credential;
import io.yett.lab.LabAuthority.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The IKE engine and a real strongSwan with certificates that openssl issued, as initiator and as
 * responder; the engine's connection is read from a configuration file.
 */
@Timeout(180)
class CertificatesWithStrongSwanTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String RED_DN = "C=CH, O=Yett, CN=red";
  private static final String BLUE_DN = "C=CH, O=Yett, CN=blue";

  @TempDir Path runs;
  private Lab lab;
  private LabAuthority root;
  private StrongSwan peer;
  private LabProcess engine;
  private Path commands;
  private Credential red;
  private Credential blue;
  private final List<Path> redChain = new ArrayList<>();
  private final List<Path> blueChain = new ArrayList<>();
  private String peerOption = "";
  private String localExtra = "";
  private String remoteExtra = "";
  private String localId = "red.example";
  private String remoteId = "blue.example";
  private String expected;
  private Path redTrust;
  private Path blueTrust;

  @BeforeEach
  void skipWithoutLaboratory() {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> "certificates with strongSwan: " + obstacle.orElse(""));
    lab = new Lab(runs, "ycrt");
  }

  @AfterEach
  void clean() {
    if (lab != null) {
      lab.close();
    }
  }

  private void issue(String kind) {
    root = LabAuthority.root(lab.folder().resolve("root"), "/C=CH/O=Yett/CN=Root", kind);
    red = root.issue("red", redWish(kind));
    blue = root.issue("blue", blueWish(kind));
    redTrust = root.certificate();
    blueTrust = root.certificate();
  }

  private static Wish redWish(String kind) {
    return new Wish("/C=CH/O=Yett/CN=red", kind, "DNS:red.example");
  }

  private static Wish blueWish(String kind) {
    return new Wish("/C=CH/O=Yett/CN=blue", kind, "DNS:blue.example,email:ops@blue.example");
  }

  private void start() throws IOException {
    NetworkNamespace redSpace = lab.namespace("red");
    NetworkNamespace blueSpace = lab.namespace("blue");
    VethPair.connect(redSpace, "black", blueSpace, "black");
    redSpace.address("black", "192.0.2.1/24");
    blueSpace.address("black", "192.0.2.2/24");
    blueSpace.address("lo", "10.2.0.1/24");
    blueSpace.route("10.1.0.0/24", "192.0.2.1");
    startPeer(blueSpace);
    startEngine(redSpace);
  }

  private void startPeer(NetworkNamespace space) {
    SwanctlConfig config =
        new SwanctlConfig(
            "net",
            "192.0.2.2",
            "192.0.2.1",
            /* localId= */ remoteId,
            /* remoteId= */ localId,
            "unused",
            "10.2.0.0/24",
            "10.1.0.0/24",
            "aes256gcm16-prfsha384-x25519",
            "aes256gcm16-noesn",
            60);
    peer = lab.manage(new StrongSwan(lab, space, "strongswan", config));
    peer.credential("x509", blue.certificate());
    peer.credential("private", blue.key());
    peer.credential("x509ca", blueTrust);
    blueChain.forEach(file -> peer.credential("x509ca", file));
    String certificate = "certs = " + blue.certificate().getFileName();
    peer.amend(text ->
        text.replaceFirst("auth = psk", "auth = pubkey\n      " + certificate)
            .replaceFirst("auth = psk", "auth = pubkey")
            .replace("id = " + localId, "id = \"" + localId + "\"")
            .replace("id = " + remoteId, "id = \"" + remoteId + "\""));
    peer.option(peerOption);
    peer.start();
  }

  private void startEngine(NetworkNamespace space) throws IOException {
    List<String> certificates = new ArrayList<>(List.of(red.certificate().toString()));
    redChain.forEach(file -> certificates.add(file.toString()));
    Path file = lab.folder().resolve("yett.yaml");
    Files.writeString(
        file,
        """
        version: 1
        dataplane:
          ports:
            - {name: red, device: net_null0, addresses: [10.1.0.1/24]}
            - {name: black, device: net_null1, addresses: [192.0.2.1/24]}
        connections:
          - name: blue
            local: {address: 192.0.2.1, id: "%s", auth: cert, certs: [%s], key-file: %s%s}
            remote: {address: 192.0.2.2, id: "%s", auth: cert, ca: [%s]%s}
            force-encapsulation: true
            dpd-seconds: 3
            rekey-seconds: 0
            children:
              - {name: net, local: [10.1.0.0/24], remote: [10.2.0.0/24],
                 proposals: [aes256gcm16-noesn], start: none, rekey-seconds: 0}
        """
            .formatted(
                localId,
                String.join(", ", certificates),
                red.key(),
                localExtra,
                expected == null ? remoteId : expected,
                redTrust,
                remoteExtra));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    commands = lab.folder().resolve("commands");
    engine =
        lab.start(
            space.command(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-Dyett.config=" + file,
                    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    IkeHarness.class.getName(),
                    commands.toString(),
                    "192.0.2.1")),
            lab.folder().resolve("engine.log"));
    engine.await("start", LIMIT, () -> log().contains("ready"));
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

  private void expect(String what, BooleanSupplier condition) {
    boolean held = Waiting.until(LIMIT, Duration.ofMillis(50), condition);
    assertThat(held)
        .as(() -> what + "\n--- engine\n" + log() + "\n--- strongSwan\n" + read(peer.log()))
        .isTrue();
  }

  private void expectTunnel() {
    expect(
        "one tunnel",
        () -> {
          SwanctlSas sas = peer.sas();
          return sas.isOneTunnel()
              && log()
                  .lines()
                  .filter(l -> l.startsWith("status "))
                  .reduce((a, b) -> b)
                  .orElse("")
                  .contains("ike " + sas.ikeSas().getFirst().initiatorSpi() + " ESTABLISHED child");
        });
    assertThat(log()).doesNotContain("internal error");
  }

  /** First we begin, then strongSwan. */
  private void expectTunnelsByBoth() {
    order("initiate");
    expectTunnel();
    order("terminate");
    expect("strongSwan has no SA", () -> peer.sas().ikeSas().isEmpty());
    peer.initiate("net");
    expectTunnel();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA-3072, , RSA_EMSA_PSS_SHA2_256",
    "RSA-2048, rsa-sha512, RSA_EMSA_PKCS1_SHA2_512",
    "P-256, , ECDSA_WITH_SHA256_DER",
    "P-384, , ECDSA_WITH_SHA384_DER",
    "P-521, , ECDSA_WITH_SHA512_DER",
    "ED25519, , ED25519"
  })
  void signaturesOfEveryKind(String kind, String signatures, String byUs) throws IOException {
    issue(kind);
    localExtra = signatures == null ? "" : ", signatures: [" + signatures + "]";
    start();
    expectTunnelsByBoth();
    assertThat(read(peer.log())).contains("authentication of 'red.example' with " + byUs);
  }

  @Test
  void strongSwanSignsByPss() throws IOException {
    issue("RSA-2048");
    peerOption = "rsa_pss = yes";
    remoteExtra = ", signatures: [rsa-pss-sha256, rsa-pss-sha384, rsa-pss-sha512]";
    start();
    expectTunnelsByBoth();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blue.example", "ops@blue.example", BLUE_DN})
  void identitiesOfThePeer(String identity) throws IOException {
    issue("P-256");
    remoteId = identity;
    localId = RED_DN;
    start();
    expectTunnelsByBoth();
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "*.example"})
  void peerOfAPattern(String pattern) throws IOException {
    issue("P-256");
    expected = pattern;
    start();
    order("initiate");
    expectTunnel();
  }

  @Test
  void belowIntermediateAuthorities() throws IOException {
    issue("P-256");
    LabAuthority ours =
        root.intermediate(lab.folder().resolve("m1"), "/C=CH/O=Yett/CN=Ours", "P-384");
    LabAuthority theirs =
        root.intermediate(lab.folder().resolve("m2"), "/C=CH/O=Yett/CN=Theirs", "RSA-2048");
    red = ours.issue("red", redWish("P-256"));
    blue = theirs.issue("blue", blueWish("P-256"));
    redChain.add(ours.certificate());
    Path chain = Files.copy(theirs.certificate(), lab.folder().resolve("theirs.pem"));
    blueChain.add(chain);
    start();
    expectTunnelsByBoth();
  }

  @Test
  void chainsInFragments() throws IOException {
    issue("RSA-4096");
    start();
    expectTunnelsByBoth();
    assertThat(read(peer.log())).contains("splitting IKE message").contains("reassembled");
  }

  @Test
  void rekeysWithCertificates() throws IOException {
    issue("P-256");
    start();
    order("initiate");
    expectTunnel();
    String before = peer.sas().ikeSas().getFirst().initiatorSpi();
    order("rekey-ike");
    expect(
        "another IKE SA",
        () -> peer.sas().ikeSas().stream().noneMatch(sa -> sa.initiatorSpi().equals(before)));
    expectTunnel();
  }

  /** A peer without RFC 7427 signs with ECDSA by RFC 4754, or RSA with SHA-1. */
  @ParameterizedTest
  @CsvSource({"P-256, ''", "P-384, ''", "RSA-2048, ', signatures: [rsa-sha1]'"})
  void strongSwanWithoutRfc7427(String kind, String signatures) throws IOException {
    issue(kind);
    localExtra = signatures;
    remoteExtra = signatures;
    peerOption = "signature_authentication = no";
    start();
    expectTunnelsByBoth();
  }

  @Test
  void ourCertificateIsOfAnotherAuthority() throws IOException {
    issue("P-256");
    LabAuthority other = LabAuthority.root(lab.folder().resolve("other"), "/CN=Other", "P-256");
    red = other.issue("red", redWish("P-256"));
    start();
    order("initiate");
    expect("a reason", () -> log().contains("failed AUTHENTICATION_FAILED"));
    assertThat(log()).contains("the peer rejects us").contains("a certificate that it does not");
  }

  private void expectRefusedByUs(String words) {
    order("initiate");
    expect("a reason", () -> log().contains("failed AUTHENTICATION_FAILED"));
    assertThat(log()).contains(words).doesNotContain("internal error");
    expect("strongSwan has no SA", () -> peer.sas().ikeSas().isEmpty());
    assertThatThrownBy(() -> peer.initiate("net")).hasMessageContaining("failed");
    assertThat(read(peer.log())).contains("AUTH_FAILED");
    assertThat(peer.sas().ikeSas()).isEmpty();
  }

  @Test
  void peersCertificateIsOfAnotherAuthority() throws IOException {
    issue("P-256");
    LabAuthority other = LabAuthority.root(lab.folder().resolve("other"), "/CN=Other", "P-256");
    blue = other.issue("blue", blueWish("P-256"));
    start();
    expectRefusedByUs(
        "certificate C=CH,O=Yett,CN=blue was issued by CN=Other, and no path leads from there to an"
            + " authority of remote.ca (C=CH,O=Yett,CN=Root)");
  }

  @Test
  void peersCertificateIsExpired() throws IOException {
    issue("P-256");
    blue = root.issue("blue", blueWish("P-256").until(Instant.parse("2026-01-02T03:04:05Z")));
    start();
    expectRefusedByUs("certificate C=CH,O=Yett,CN=blue expired at 2026-01-02T03:04:05Z");
  }

  @Test
  void peersCertificateIsRevoked() throws IOException {
    issue("P-256");
    root.revoke(blue);
    remoteExtra = ", crls: [" + root.revocationList() + "]";
    start();
    expectRefusedByUs("certificate C=CH,O=Yett,CN=blue was revoked at ");
  }

  @Test
  void anotherCertificateIsRevoked() throws IOException {
    issue("P-256");
    root.revoke(root.issue("other", redWish("P-256")));
    remoteExtra = ", revocation: hard, crls: [" + root.revocationList() + "]";
    start();
    expectTunnelsByBoth();
  }

  @Test
  void peerIsSomebodyElse() throws IOException {
    issue("P-256");
    blue = root.issue("blue", new Wish("/C=CH/O=Yett/CN=blue", "P-256", "DNS:green.example"));
    remoteId = "green.example";
    expected = "*.other";
    start();
    expectRefusedByUs("the peer is green.example, expected *.other");
  }
}
