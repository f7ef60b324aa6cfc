package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IPv6 in the file: addresses of ports, routes, subnets. */
class Ipv6ConfigTest {
  private static final String PORTS =
      """
      version: 1
      dataplane:
        ports:
          - {name: red, device: net_null0, addresses: [10.1.0.1/24, "2001:db8:1::1/64"]}
          - {name: black, device: net_null1, addresses: ["2001:db8:ff::1/127", 192.0.2.1/24]}
          - {name: grey, device: net_null2, addresses: [198.51.100.1/24]}
      """;

  @TempDir Path directory;

  private LoadedConfig check(String more) throws IOException {
    return ConfigLoader.check(ConfigFiles.write(directory, PORTS + more), SecretCheck.NONE);
  }

  @Test
  void addressesRoutesAndPoliciesOfEitherFamily() throws IOException {
    DataplaneConfig config =
        check(
                """
                  routes:
                    - {to: "::/0", via: "2001:db8:ff::"}
                    - {to: "2001:db8:aa::/48", via: "fe80::2", port: red}
                    - {to: 0.0.0.0/0, via: 192.0.2.254}
                  policies:
                    - {name: nd, action: bypass, protocol: icmpv6, local: ["::/0"], remote: ["::/0"]}
                    - {name: both, action: discard, local: ["2001:db8::/32", 10.0.0.0/8], remote: [0.0.0.0/0]}
                """)
            .orThrow()
            .dataplane();

    assertThat(config.ports().getFirst().addresses())
        .extracting(InterfaceAddress::address)
        .containsExactly(InetAddress.ofLiteral("10.1.0.1"), InetAddress.ofLiteral("2001:db8:1::1"));
    assertThat(config.routes())
        .containsExactly(
            new RouteConfig(Values.subnet("::/0"), InetAddress.ofLiteral("2001:db8:ff::"), "black"),
            new RouteConfig(
                Values.subnet("2001:db8:aa::/48"), InetAddress.ofLiteral("fe80::2"), "red"),
            new RouteConfig(
                Values.subnet("0.0.0.0/0"), InetAddress.ofLiteral("192.0.2.254"), "black"));
    PolicyConfig policy = config.policies().getFirst();
    assertThat(policy.protocol()).isEqualTo(58);
    assertThat(policy.localSelectors().getFirst().endAddress())
        .isEqualTo(InetAddress.ofLiteral("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
  }

  @Test
  void mistakesHaveTheirTexts() throws IOException {
    LoadedConfig loaded =
        check(
            """
              routes:
                - {to: "2001:db8:2::/64", via: 192.0.2.254}
                - {to: "2001:db8:3::/64", via: "fe80::2"}
                - {to: "2001:db8:4::/64", via: "fe80::2", port: grey}
                - {to: "2001:db8:5::/64", via: "2001:db8:7::1"}
                - {to: "2001:db8:6::1/64", via: "2001:db8:ff::"}
            """);

    assertThat(loaded.problems())
        .extracting(ConfigProblem::text)
        .containsExactly(
            "found '192.0.2.254', which is of another family than 2001:db8:2:0:0:0:0:0/64",
            "is missing: a link-local next hop needs it",
            "found 'grey', which is no port with an IPv6 address",
            "found '2001:db8:7:0:0:0:0:1', allowed: an address in the subnet of a port"
                + " (10.1.0.0/24, 2001:db8:1:0:0:0:0:0/64, 2001:db8:ff:0:0:0:0:0/127,"
                + " 192.0.2.0/24, 198.51.100.0/24)",
            "found '2001:db8:6::1/64', which has host bits set; its subnet is"
                + " 2001:db8:6:0:0:0:0:0/64");
  }
}
