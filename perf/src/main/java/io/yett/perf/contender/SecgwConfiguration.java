package io.yett.perf.contender;

import io.yett.perf.scenario.Algorithm;
import io.yett.perf.scenario.Protection;
import io.yett.perf.traffic.AddressPlan;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The configuration file of ipsec-secgw for a scenario's tunnels and policies, both ways. */
final class SecgwConfiguration {
  private static final HexFormat KEY = HexFormat.ofDelimiter(":");
  private static final String ALL_PORTS = " sport 0:65535 dport 0:65535";

  private final Protection protection;
  private final List<String> lines = new ArrayList<>();

  private SecgwConfiguration(Protection protection) {
    this.protection = protection;
  }

  /**
   * The lines of the file.
   *
   * @param decrypts whether all tunnels have an inbound SA; one there must be
   */
  static List<String> lines(Protection protection, boolean decrypts) {
    SecgwConfiguration configuration = new SecgwConfiguration(protection);
    configuration.addPolicies();
    for (int tunnel = 0; tunnel < protection.tunnels(); tunnel++) {
      configuration.addOutbound(tunnel);
      if (decrypts || tunnel == 0) {
        configuration.addInbound(tunnel);
      }
    }
    configuration.addRoutes();
    return configuration.lines;
  }

  private void addPolicies() {
    if (protection.policies() == 1) {
      for (int tunnel = 0; tunnel < protection.tunnels(); tunnel++) {
        int tunnels = protection.tunnels();
        addPolicy(
            tunnel,
            subnet(AddressPlan.tunnelNetwork(tunnel, tunnels), AddressPlan.tunnelPrefix(tunnels)),
            ALL_PORTS);
      }
      return;
    }
    for (int i = 0; i < protection.policies(); i++) {
      String ports =
          AddressPlan.policyHasPorts(i)
              ? " sport 0:65535 dport "
                  + AddressPlan.POLICY_FIRST_PORT
                  + ":"
                  + AddressPlan.POLICY_LAST_PORT
              : ALL_PORTS;
      int network = AddressPlan.policyNetwork(i, protection.policies());
      String remote = subnet(network, AddressPlan.policyPrefix(protection.policies()));
      addPolicy(0, remote, " proto 17:17" + ports);
    }
  }

  private void addPolicy(int tunnel, String remote, String selectors) {
    lines.add(
        "sp ipv4 out esp protect "
            + AddressPlan.outboundSpi(tunnel)
            + " pri 1 dst "
            + remote
            + selectors);
  }

  private void addOutbound(int tunnel) {
    addSa("out", AddressPlan.outboundSpi(tunnel), AddressPlan.BLACK_GATEWAY, peer(tunnel));
  }

  private void addInbound(int tunnel) {
    int spi = AddressPlan.inboundSpi(tunnel);
    addSa("in", spi, peer(tunnel), AddressPlan.BLACK_GATEWAY);
    lines.add(
        "sp ipv4 in esp protect "
            + spi
            + " pri 1 src "
            + subnet(
                AddressPlan.tunnelNetwork(tunnel, protection.tunnels()),
                AddressPlan.tunnelPrefix(protection.tunnels()))
            + " dst "
            + subnet(AddressPlan.RED_NETWORK, AddressPlan.RED_PREFIX)
            + ALL_PORTS);
  }

  private void addSa(String direction, int spi, int source, int destination) {
    lines.add(
        "sa "
            + direction
            + " "
            + spi
            + " "
            + transform(spi)
            + " mode ipv4-tunnel src "
            + AddressPlan.text(source)
            + " dst "
            + AddressPlan.text(destination));
  }

  private String transform(int spi) {
    Algorithm algorithm = protection.algorithm();
    int cipher = algorithm.keyLength() + algorithm.saltLength();
    byte[] key = AddressPlan.key(spi, cipher + algorithm.authKeyLength());
    return switch (algorithm) {
      case AES_128_GCM, AES_256_GCM, CHACHA20_POLY1305 ->
          "aead_algo " + algorithm.label() + " aead_key " + KEY.formatHex(key);
      case AES_128_CBC_HMAC_SHA256 ->
          "cipher_algo aes-128-cbc cipher_key "
              + KEY.formatHex(key, 0, cipher)
              + " auth_algo sha256-hmac auth_key "
              + KEY.formatHex(key, cipher, key.length);
    };
  }

  private void addRoutes() {
    lines.add("rt ipv4 dst " + subnet(AddressPlan.PEERS, AddressPlan.PEERS_PREFIX) + " port 1");
    lines.add(
        "rt ipv4 dst " + subnet(AddressPlan.REMOTE_NETWORK, AddressPlan.REMOTE_PREFIX) + " port 1");
    lines.add("rt ipv4 dst " + subnet(AddressPlan.RED_NETWORK, AddressPlan.RED_PREFIX) + " port 0");
    lines.add("neigh port 0 02:00:00:00:00:02");
    lines.add("neigh port 1 02:00:00:00:00:02");
  }

  private static int peer(int tunnel) {
    return AddressPlan.peer(tunnel);
  }

  private static String subnet(int network, int prefix) {
    return AddressPlan.text(network) + "/" + prefix;
  }
}
