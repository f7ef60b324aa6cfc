package io.yett.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every driver that the documentation names can be created, each in a network namespace of its own
 * with a pair of virtual interfaces.
 */
class DriverTest {
  private static final String ADD_PAIR =
      "ip link add yett0 type veth peer name yett1 && ip link set yett0 up && ip link set yett1 up"
          + " && exec \"$@\"";

  @BeforeAll
  static void needsNamespaces() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for a namespace");
    assumeTrue(
        ChildJvm.run(List.of("unshare", "--net", "true")).exitCode() == 0,
        "needs network namespaces");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          net_af_packet0,iface=yett0
          net_af_xdp0,iface=yett0
          net_pcap0,iface=yett0
          net_null0
          net_ring0
          net_memif0,role=server,socket=/tmp/yett-memif-test.sock,socket-abstract=no
          net_tap0,iface=yetttap
          crypto_aesni_gcm0
          crypto_aesni_mb0
          crypto_openssl0
          crypto_null0
          """)
  void canBeCreated(String device) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("unshare", "--net", "sh", "-c", ADD_PAIR, "sh"),
            List.of(),
            StartProgram.class,
            "OFF",
            "64",
            "",
            device);
    assertThat(result.output()).isEqualTo("ok eal\naffinity kept\nok " + device + "\nend\n");
    assertThat(result.exitCode()).isZero();
  }
}
