package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yett.dataplane.sachannel.PolicyAction;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path directory;

  @Test
  void theShippedExampleIsInOrderAndEveryValueArrives() {
    Path example = Path.of("../deploy/examples/site-to-site.yaml");

    GatewayConfig config = ConfigLoader.load(example, SecretCheck.NONE);

    DataplaneConfig dataplane = config.dataplane();
    assertThat(dataplane.eal()).isEqualTo(new EalConfig(EalConfig.Hugepages.AUTO, 256));
    assertThat(dataplane.lane().shape()).isEqualTo(LaneConfig.Shape.FUSED);
    assertThat(dataplane.lane().cpus()).containsExactly(1);
    assertThat(dataplane.ports()).extracting(PortConfig::name).containsExactly("red", "black");
    assertThat(dataplane.ports().getFirst().addresses().getFirst()).hasToString("10.1.0.1/24");
    assertThat(dataplane.routes())
        .containsExactly(
            new RouteConfig(
                Values.subnet("0.0.0.0/0"), InetAddress.ofLiteral("192.0.2.254"), "black"));
    PolicyConfig policy = dataplane.policies().getFirst();
    assertThat(policy.action()).isEqualTo(PolicyAction.BYPASS);
    assertThat(policy.remoteSelectors().getFirst().protocol()).isEqualTo(17);
    assertThat(policy.remoteSelectors().getFirst().startPort()).isEqualTo(161);
    assertThat(policy.remoteSelectors().getFirst().endPort()).isEqualTo(162);
    assertThat(policy.localSelectors().getFirst().endPort()).isEqualTo(65_535);
    ManualSaConfig sa = dataplane.manualSas().getFirst();
    assertThat(sa.outbound().spi()).isEqualTo(0x1001);
    assertThat(sa.keyMaterialLength()).isEqualTo(20);
    assertThat(sa.udpEncapsulation()).isPresent();
    assertThat(sa.lifetime().hardPackets()).isEqualTo(4_294_967_295L);
    assertThat(dataplane.metrics().orElseThrow().getPort()).isEqualTo(9471);
    assertThat(config.channel()).isEqualTo(Path.of("/dev/shm/yett"));
    assertThat(config.controlplane().ike().retransmitInitialNanos()).isEqualTo(500_000_000L);
    ConnectionConfig connection = config.connections().getFirst();
    assertThat(connection.remote().id()).isEqualTo("blue.example");
    assertThat(connection.psk().describe()).isEqualTo("/etc/yett/blue.psk");
    assertThat(connection.children().getFirst().start()).isEqualTo(ChildConfig.StartAction.START);
  }

  @Test
  void whatIsLeftOutHasTheDefaultsOfTheSchema() throws IOException {
    GatewayConfig config =
        ConfigLoader.load(ConfigFiles.write(directory, ConfigFiles.MINIMAL), SecretCheck.ALL);

    assertThat(config.dataplane().lane().burst()).isEqualTo(32);
    assertThat(config.dataplane().lane().cpus()).isEmpty();
    assertThat(config.dataplane().lane().crypto()).isEqualTo(LaneConfig.CRYPTO_AUTO);
    assertThat(config.dataplane().defaultPolicy()).isEqualTo(PolicyAction.DISCARD);
    assertThat(config.dataplane().ports().getFirst().mtu()).isEqualTo(1500);
    assertThat(config.dataplane().metrics()).isEmpty();
    assertThat(config.connections()).isEmpty();
    assertThat(config.controlplane().ike().halfOpenLimit()).isEqualTo(1000);
    assertThat(config.controlplane().ike().halfOpenPerSource()).isEqualTo(100);
  }

  @Test
  void allErrorsAreFoundAtOnceInTheOrderOfTheFile() throws IOException {
    Path file =
        ConfigFiles.write(
            directory,
            """
            version: 2
            dataplane:
              lane:
                shape: fussed
              ports:
                - name: red
                  device: net_null0
                  addresses: [10.1.0.1/24]
                  mtu: 99
              routes:
                - {to: 10.9.0.1/16, via: 10.1.0.2}
              polices: []
            """);

    LoadedConfig loaded = ConfigLoader.check(file, SecretCheck.ALL);

    assertThat(loaded.isUsable()).isFalse();
    assertThat(loaded.lines())
        .containsExactly(
            file + ":1:1: version: found 2, allowed: 1",
            file + ":4:5: dataplane.lane.shape: found 'fussed', allowed: fused, pipelined",
            file + ":9:7: dataplane.ports[0].mtu: found 99, allowed: a whole number 576..9216",
            file
                + ":11:7: dataplane.routes[0]: found '10.9.0.1/16', which has host bits set;"
                + " its subnet is 10.9.0.0/16",
            file
                + ":12:3: dataplane.polices: unknown key; did you mean 'policies'? Allowed: eal,"
                + " lanes, lane, ports, routes, policies, default-policy, manual-sas, metrics");
  }
}
