package io.yett.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.yett.lab.LabAuthority.Credential;
import io.yett.lab.LabAuthority.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real strongSwan as remote-access client that proves itself by EAP-MSCHAPv2, and the IKE engine
 * as server with a certificate and a pool.
 */
@Timeout(120)
class EapWithStrongSwanTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path runs;
  private Lab lab;
  private StrongSwan peer;
  private LabProcess engine;

  @BeforeEach
  void skipWithoutLaboratory() {
    Optional<String> obstacle = Lab.obstacle().or(StrongSwan::obstacle);
    assumeTrue(obstacle.isEmpty(), () -> "EAP with strongSwan: " + obstacle.orElse(""));
    lab = new Lab(runs, "yeap");
  }

  @AfterEach
  void clean() {
    if (lab != null) {
      lab.close();
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(lab.folder().resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void start(String password, String users) throws IOException {
    NetworkNamespace red = lab.namespace("red");
    NetworkNamespace blue = lab.namespace("blue");
    VethPair.connect(red, "black", blue, "black");
    red.address("black", "192.0.2.1/24");
    blue.address("black", "192.0.2.2/24");
    blue.route("10.1.0.0/24", "192.0.2.1");
    LabAuthority root =
        LabAuthority.root(lab.folder().resolve("root"), "/C=CH/O=Yett/CN=Root", "P-256");
    startPeer(blue, root, password);
    Credential credential =
        root.issue("red", new Wish("/C=CH/O=Yett/CN=red", "P-256", "DNS:red.example"));
    Path file =
        write(
            "yett.yaml",
            """
            version: 1
            dataplane:
              ports:
                - {name: red, device: net_null0, addresses: [10.1.0.1/24]}
                - {name: black, device: net_null1, addresses: [192.0.2.1/24]}
            controlplane:
              pools: [{name: vpn, addresses: 10.9.0.0/24}]
            connections:
              - name: blue
                local: {address: 192.0.2.1, id: red.example, auth: cert, certs: [%s], key-file: %s}
                remote: {address: any, id: any, auth: eap-mschapv2, users-file: %s}
                force-encapsulation: true
                pools: [vpn]
                children:
                  - {name: net, local: [10.1.0.0/24], proposals: [aes256gcm16-noesn], start: none}
            """
                .formatted(credential.certificate(), credential.key(), write("users", users)));
    engine =
        lab.start(
            red.command(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-Dyett.config=" + file,
                    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    IkeHarness.class.getName(),
                    lab.folder().resolve("commands").toString(),
                    "192.0.2.1")),
            lab.folder().resolve("engine.log"));
    engine.await("start", LIMIT, () -> read(engine.log()).contains("ready"));
  }

  private void startPeer(NetworkNamespace space, LabAuthority root, String password) {
    SwanctlConfig config =
        new SwanctlConfig(
            "net",
            "192.0.2.2",
            "192.0.2.1",
            "alice",
            "red.example",
            password,
            "dynamic",
            "10.1.0.0/24",
            "aes256gcm16-prfsha384-x25519",
            "aes256gcm16-noesn",
            60);
    peer = lab.manage(new StrongSwan(lab, space, "strongswan", config));
    peer.credential("x509ca", root.certificate());
    peer.amend(text ->
        text.replaceFirst("auth = psk", "auth = eap-mschapv2\n      eap_id = alice")
            .replaceFirst("auth = psk", "auth = pubkey")
            .replace("mobike = no", "mobike = no\n    vips = 0.0.0.0")
            .replaceFirst("(?s)ike-net \\{.*?secret", "eap-net {\n    id = alice\n    secret"));
    peer.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void expect(String what, BooleanSupplier condition) {
    boolean held = Waiting.until(LIMIT, Duration.ofMillis(50), condition);
    assertThat(held)
        .as(() ->
            what + "\n--- engine\n" + read(engine.log()) + "\n--- strongSwan\n" + read(peer.log()))
        .isTrue();
  }

  @Test
  void rightPassword() throws IOException {
    start("correct horse", "# users\nbob:other\nalice:correct horse\n");
    peer.initiate("net");
    expect("one tunnel", () -> peer.sas().isOneTunnel());
    assertThat(read(peer.log()))
        .contains("EAP method EAP_MSCHAPV2 succeeded, MSK established")
        .contains("authentication of 'red.example' with EAP successful")
        .contains("installing new virtual IP 10.9.0.1");
    assertThat(read(engine.log())).doesNotContain("internal error").contains("INSTALLED");
    peer.terminate("net");
    expect(
        "no client",
        () -> read(engine.log()).lines().reduce((a, b) -> b).orElse("").contains("DOWN"));
  }

  @Test
  void wrongPassword() throws IOException {
    start("wrong", "alice:correct horse\n");
    assertThatThrownBy(() -> peer.initiate("net")).hasMessageContaining("failed");
    expect(
        "a reason", () -> read(engine.log()).contains("wrong name or password of EAP user alice"));
    assertThat(read(peer.log())).contains("ERROR_AUTHENTICATION_FAILURE");
    assertThat(peer.sas().ikeSas()).isEmpty();
  }

  @Test
  void unknownUser() throws IOException {
    start("correct horse", "bob:correct horse\n");
    assertThatThrownBy(() -> peer.initiate("net")).hasMessageContaining("failed");
    expect("a reason", () -> read(engine.log()).contains("AUTHENTICATION_FAILED"));
    assertThat(peer.sas().ikeSas()).isEmpty();
  }
}
