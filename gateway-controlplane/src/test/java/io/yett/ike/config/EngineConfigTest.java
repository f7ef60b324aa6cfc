package io.yett.ike.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.dataplane.config.ConfigException;
import io.yett.dataplane.config.ConfigLoader;
import io.yett.dataplane.config.GatewayConfig;
import io.yett.dataplane.config.SecretCheck;
import io.yett.ike.engine.EngineSettings;
import io.yett.ike.pad.AddressPool;
import io.yett.ike.pad.Child;
import io.yett.ike.pad.Connection;
import io.yett.ike.pad.Identity;
import io.yett.ike.pad.LossAction;
import io.yett.ike.pad.StartAction;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the file's text to the engine's connections. */
final class EngineConfigTest {
  @TempDir private Path directory;

  private static final String TEXT =
      """
      version: 1
      dataplane:
        ports:
          - {name: red, device: net_null0, addresses: [10.1.0.1/24]}
          - {name: black, device: net_null1, addresses: [192.0.2.1/24]}
      channel: /dev/shm/none
      run-directory: /tmp/none
      controlplane:
        ike:
          retransmit: {initial-seconds: 0.25, factor: 1.5, limit: 4}
          cookie-threshold: 10
          half-open-limit: 20
          half-open-per-source: 5
          fragment-octets: {ipv4: 576, ipv6: 1400}
      connections:
        - name: blue
          local: {address: 192.0.2.1, id: red.example}
          remote: {address: 192.0.2.2, id: 192.0.2.2}
          auth: {psk-file: %s}
          proposals: [aes256gcm16-prfsha384-x25519, aes128-sha256-modp2048]
          rekey-seconds: 7200
          dpd-seconds: 15
          force-encapsulation: true
          fragmentation: false
          children:
            - name: net
              local: [10.1.0.0/24]
              remote: [10.2.0.0/24, 10.3.0.0/16]
              proposals: [aes256gcm16-esn, aes128gcm16-noesn]
              rekey-seconds: 3600
              rekey-packets: 1000
              rekey-bytes: 2000
              replay-window: 256
              start: trap
              close: start
              dpd: restart
            - name: other
              local: [10.1.0.0/24]
              remote: [10.9.0.0/24]
              proposals: [aes128gcm16-esn]
              start: none
              close: none
              dpd: none
      """;

  private GatewayConfig load(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("yett.yaml"), text);
    return ConfigLoader.load(file, SecretCheck.NONE);
  }

  private Path psk(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("blue.psk"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void mapsAWholeConnection() throws IOException {
    Path psk = psk("correct horse battery staple\n");

    List<Connection> connections = EngineConfig.connections(load(TEXT.formatted(psk)));

    assertThat(connections).hasSize(1);
    Connection blue = connections.getFirst();
    assertThat(blue.name()).isEqualTo("blue");
    assertThat(blue.localAddress()).isEqualTo(InetAddress.getByName("192.0.2.1"));
    assertThat(blue.remoteAddress()).isEqualTo(InetAddress.getByName("192.0.2.2"));
    assertThat(blue.localId()).isEqualTo(Identity.parse("red.example"));
    assertThat(blue.remoteId().type()).isEqualTo(Identity.ID_IPV4_ADDR);
    assertThat(blue.psk().octets())
        .isEqualTo("correct horse battery staple".getBytes(StandardCharsets.US_ASCII));
    assertThat(blue.proposals())
        .containsExactly("aes256gcm16-prfsha384-x25519", "aes128-sha256-modp2048");
    assertThat(blue.rekeySeconds()).isEqualTo(7200);
    assertThat(blue.dpdSeconds()).isEqualTo(15);
    assertThat(blue.forceEncapsulation()).isTrue();
  }

  @Test
  void mapsItsChildren() throws IOException {
    Path psk = psk("correct horse battery staple\n");

    List<Child> children =
        EngineConfig.connections(load(TEXT.formatted(psk))).getFirst().children();

    Child net = children.get(0);
    assertThat(net.local()).hasSize(1);
    assertThat(net.remote()).hasSize(2);
    assertThat(net.remote().get(1).endAddress()).isEqualTo(InetAddress.getByName("10.3.255.255"));
    assertThat(net.proposals()).containsExactly("aes256gcm16-esn", "aes128gcm16-noesn");
    assertThat(net.rekeySeconds()).isEqualTo(3600);
    assertThat(net.rekeyPackets()).isEqualTo(1000);
    assertThat(net.rekeyBytes()).isEqualTo(2000);
    assertThat(net.replayWindow()).isEqualTo(256);
    assertThat(net.start()).isEqualTo(StartAction.TRAP);
    assertThat(net.close()).isEqualTo(LossAction.RESTART);
    assertThat(net.dpd()).isEqualTo(LossAction.RESTART);
    Child other = children.get(1);
    assertThat(other.start()).isEqualTo(StartAction.NONE);
    assertThat(other.close()).isEqualTo(LossAction.NONE);
    assertThat(other.dpd()).isEqualTo(LossAction.NONE);
  }

  @Test
  void mapsTheEnginesSettings() throws IOException {
    GatewayConfig config = load(TEXT.formatted(psk("correct horse battery staple\n")));

    EngineSettings settings = EngineConfig.settings(config.controlplane());

    assertThat(settings.retransmitInitialMillis()).isEqualTo(250);
    assertThat(settings.retransmitFactor()).isEqualTo(1.5);
    assertThat(settings.retransmitLimit()).as("four retransmissions are five tries").isEqualTo(5);
    assertThat(settings.cookieThreshold()).isEqualTo(10);
    assertThat(settings.halfOpenLimit()).isEqualTo(20);
    assertThat(settings.halfOpenPerSource()).isEqualTo(5);
    assertThat(settings.fragmentOctetsIpv4()).isEqualTo(576);
    assertThat(settings.fragmentOctetsIpv6()).isEqualTo(1400);
  }

  @Test
  void aMissingKeyFileIsNamed() throws IOException {
    GatewayConfig config = load(TEXT.formatted(directory.resolve("missing.psk")));

    assertThatThrownBy(() -> EngineConfig.connections(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("connection blue")
        .hasMessageContaining("missing.psk");
  }

  @Test
  void aKeyFileOpenToOthersIsRefusedWithoutItsContents() throws IOException {
    Path psk = psk("correct horse battery staple\n");
    Files.setPosixFilePermissions(psk, PosixFilePermissions.fromString("rw-r--r--"));
    GatewayConfig config = load(TEXT.formatted(psk));

    assertThatThrownBy(() -> EngineConfig.connections(config))
        .hasMessageContaining("chmod 600")
        .message()
        .doesNotContain("horse");
  }

  @Test
  void theExampleIsTakenAsItIs() throws IOException {
    String text =
        Files.readString(Path.of("../deploy/examples/site-to-site.yaml"))
            .replace("/etc/yett/blue.psk", psk("correct horse battery staple").toString());

    assertThat(EngineConfig.connections(load(text))).hasSize(1);
  }

  @Test
  void aRetransmissionFactorThatTheEngineLacksIsNamed() throws IOException {
    String text = TEXT.replace("factor: 1.5", "factor: 9.5");
    GatewayConfig config = load(text.formatted(psk("correct horse battery staple\n")));

    assertThatThrownBy(() -> EngineConfig.settings(config.controlplane()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("controlplane.ike.retransmit.factor")
        .hasMessageContaining("9.5");
  }

  @Test
  void postQuantumRequiredMeansEveryProposal() throws IOException {
    String required =
        TEXT.formatted(psk("secret"))
            .replace("fragmentation:", "require-post-quantum: true\n    fragmentation:");
    assertThatThrownBy(() -> EngineConfig.connections(load(required)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("require-post-quantum")
        .hasMessageContaining("ke1_mlkem768");
    String hybrid =
        required.replace("x25519,", "x25519-ke1_mlkem768,").replace("modp2048]", "mlkem512]");
    assertThat(EngineConfig.connections(load(hybrid)).getFirst().options().requirePostQuantum())
        .isTrue();
  }

  @Test
  void poolsAndClients() throws IOException {
    String text =
        TEXT.formatted(psk("secret"))
            .replace(
                "controlplane:\n",
                "controlplane:\n  pools: [{name: vpn, addresses: 10.9.0.0/24, dns: [10.1.0.53]}]\n")
            .replace("{address: 192.0.2.2, id: 192.0.2.2}", "{address: any, id: client}")
            .replace("fragmentation: false", "pools: [vpn]")
            .replace("        remote: [10.2.0.0/24, 10.3.0.0/16]\n", "")
            .replace("        remote: [10.9.0.0/24]\n", "");
    Connection connection = EngineConfig.connections(load(text)).getFirst();
    assertThat(connection.remoteAddress()).isNull();
    assertThat(connection.options().pools())
        .containsExactly(
            new AddressPool(
                "vpn",
                InetAddress.getByName("10.9.0.1"),
                InetAddress.getByName("10.9.0.254"),
                List.of(InetAddress.getByName("10.1.0.53"))));
    assertThat(connection.children().getFirst().remote())
        .extracting(s -> s.startAddress().getHostAddress() + "-" + s.endAddress().getHostAddress())
        .containsExactly("10.9.0.0-10.9.0.255");
  }

  @Test
  void requestedAddress() throws IOException {
    String text =
        TEXT.formatted(psk("secret"))
            .replace("fragmentation: false", "request-address: true")
            .replace("        local: [10.1.0.0/24]\n", "");
    Connection connection = EngineConfig.connections(load(text)).getFirst();
    assertThat(connection.options().requestAddress()).isTrue();
    assertThat(connection.children().getFirst().local().getFirst().endAddress().getHostAddress())
        .isEqualTo("255.255.255.255");
  }
}
