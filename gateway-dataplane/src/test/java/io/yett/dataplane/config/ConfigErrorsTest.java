package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake, by its text. */
class ConfigErrorsTest {
  private static final String SA =
      """
        manual-sas:
          - name: lab
            local-address: 192.0.2.1
            remote-address: 192.0.2.77
            encryption: aes128gcm16
            outbound: {spi: 0x1001, key: "000102030405060708090a0b0c0d0e0f10111213"}
            inbound: {spi: 0x1002, key: "ff0102030405060708090a0b0c0d0e0f10111213"}
            local: [10.1.0.0/24]
            remote: [10.77.0.0/24]
      """;
  private static final String CONNECTION =
      """
      connections:
        - name: blue
          local: {address: 192.0.2.1, id: red.example}
          remote: {address: 192.0.2.2, id: blue.example}
          auth: {psk: "a key of twenty octet"}
          children:
            - name: net
              local: [10.1.0.0/24]
              remote: [10.2.0.0/24]
      """;

  @TempDir Path directory;

  @Test
  void theFixturesAreInOrder() throws IOException {
    assertThat(problems(ConfigFiles.MINIMAL + SA + CONNECTION)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.1.0.1/24     | 10.1.0.0/24     | found '10.1.0.0/24', which is the network or broadcast address of 10.1.0.0/24
          10.1.0.1/24     | 10.1.0.1/33     | found '10.1.0.1/33', allowed: an IPv4 address and the length of its subnet's prefix, such as 10.1.0.1/24
          10.1.0.1/24     | 192.0.2.1/32    | address 192.0.2.1 is used twice
          10.1.0.1/24     | 192.0.2.9/25    | subnet 192.0.2.0/24 overlaps 192.0.2.0/25 of port red
          10.1.0.1/24     | 127.0.0.1/8     | found '127.0.0.1/8', which no port can have
          name: black     | name: red       | name 'red' is used twice, first by dataplane.ports[0].name
          name: black     | name: "a b"     | found 'a b', allowed: a name of letters, digits, dots, underscores and dashes, at most 60 long, such as blue
          device: net_null1 | device: net_null0 | device 'net_null0' is used twice, first by dataplane.ports[0].device
          device: net_null1 | divice: net_null1 | unknown key; did you mean 'device'? Allowed: name, device, addresses, mtu
          device: net_null1 | mtu: 1500       | missing key 'device'
          [10.1.0.1/24]   | 10.1.0.1/24     | found '10.1.0.1/24', allowed: a list
          [10.1.0.1/24]   | [10.1.0.1/24, 10.1.0.1/24] | an entry is there twice
          local-address: 192.0.2.1 | local-address: 192.0.2.3 | found '192.0.2.3', allowed: an address of a port (10.1.0.1, 192.0.2.1)
          remote-address: 192.0.2.77 | remote-address: 10.1.0.1 | found '10.1.0.1', which is an address of this gateway
          aes128gcm16     | 3des            | '3des' is refused: 3des SHOULD NOT be used (RFC 8221 section 5)
          aes128gcm16     | aes128gcm61     | 'aes128gcm61' names 'aes128gcm61', which is not served here; did you mean aes128gcm16? Allowed: aes128gcm16, aes192gcm16, aes256gcm16, chacha20poly1305, aes128, aes192, aes256, sha256, sha384, sha512; and others, see docs/configuration.md
          aes128gcm16     | aes128          | 'aes128' has no integrity algorithm; add one of [sha256, sha384, sha512]
          aes128gcm16     | aes128-sha1     | aes128-sha1: HMAC-SHA-1 is on its way out, MUST- (RFC 8221 section 6)
          aes128gcm16     | null-sha256     | null-sha256 encrypts nothing: everybody on the way can read the packets
          aes128gcm16     | "null"          | 'null' has no integrity algorithm; add one of [sha256, sha384, sha512]
          aes128gcm16     | aes128-md5      | 'aes128-md5' is refused: md5 MUST NOT be used (RFC 8221 section 6, RFC 8247 section 2.3)
          aes128gcm16     | aes128gcm16-sha256 | 'aes128gcm16-sha256' has an integrity algorithm beside an encryption that has its own (RFC 8221 section 4); leave it out
          aes128gcm16     | aes128-aes256-sha256 | 'aes128-aes256-sha256' names several algorithms; a manual SA has one encryption and, unless that has its own integrity, one integrity algorithm
          aes128gcm16     | aes128-sha256   | the value in place: found 40 hexadecimal digits, needs 96 (48 octets: the key, then its salt or integrity key)
          aes128gcm16     | aes256gcm16     | the value in place: found 40 hexadecimal digits, needs 72 (36 octets: the key, then its salt or integrity key)
          spi: 0x1001     | spi: 255        | found 255, allowed: an SPI from 256 (0x100) to 4294967295 (0xffffffff), such as 0x1001
          spi: 0x1001     | spi: 0xff       | found '0xff', allowed: an SPI from 256 (0x100) to 4294967295 (0xffffffff), such as 0x1001
          "ff01           | "0001           | the same key in both directions: a nonce would repeat (RFC 4106 section 3.1)
          ', key: "ff'    | ', key-file: nowhere, key: "ff' | needs exactly one of: key-file, key
          id: red.example | id: blue.example, idd: x | unknown key; did you mean 'id'? Allowed: address, id, auth, certs, key-file, pkcs12-file, password-file, signatures
          auth: {psk: "a key of twenty octet"} | auth: {psk: [1]} | found a value that is not shown, allowed: text in quotes, 1 to 256 characters
          auth: {psk: "a key of twenty octet"} | auth: {} | needs exactly one of: psk-file, psk
          auth: {psk: "a key of twenty octet"} | auth: {psk: "short"} | the pre-shared key has 5 octets; fewer than 16 can be guessed from one recorded exchange. Make one: openssl rand -base64 32
          [10.77.0.0/24]  | []              | found 0 entries, needs at least 1
          [10.77.0.0/24]  | [10.77.0.1/24]  | found '10.77.0.1/24', which has host bits set; its subnet is 10.77.0.0/24
          """)
  void eachMistakeHasItsText(String right, String wrong, String text) throws IOException {
    String whole = ConfigFiles.MINIMAL + SA + CONNECTION;
    assertThat(whole).contains(right);

    assertThat(problems(whole.replace(right, wrong))).contains(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aes128gcm16-sha256-prfsha256-x25519 | has an integrity algorithm beside an encryption that has its own (RFC 8221 section 4); for a PRF write prfsha256
          aes128-modp2048             | has no integrity algorithm; add one of [sha256, sha384, sha512]
          aes128gcm16-x25519          | has no PRF; add one of [prfsha256, prfsha384, prfsha512]
          aes128-sha256               | has no group; add one of [x25519, ecp256, ecp384, ecp521, modp2048, modp3072, modp4096, mlkem512, mlkem768, mlkem1024]
          aes128-sha1-modp2048        | is refused: sha1 is on its way out, MUST- (RFC 8221 section 6, RFC 8247 section 2.3)
          null-sha256-modp2048        | is refused: null encrypts nothing (RFC 8221 section 5)
          sha256-modp2048             | has no encryption; add one of [aes128gcm16, aes192gcm16, aes256gcm16, chacha20poly1305, aes128, aes192, aes256]
          aes128-aes256gcm16-sha256-modp2048 | mixes an encryption that has its own integrity with one that has not; write two proposals
          aes128-md5-modp2048         | is refused: md5 MUST NOT be used (RFC 8221 section 6, RFC 8247 section 2.3)
          aes128-sha256-modp1024      | is refused: modp1024 SHOULD NOT be used (RFC 8247 section 2.4)
          """)
  void weakOrIncompleteIkeProposalsAreRefused(String proposal, String why) throws IOException {
    String text = ConfigFiles.MINIMAL + CONNECTION + "    proposals: [" + proposal + "]\n";

    assertThat(problems(text)).containsExactly("'" + proposal + "' " + why);
  }

  @Test
  void espProposalsAreWholeAndServed() throws IOException {
    String text =
        ConfigFiles.MINIMAL
            + CONNECTION
            + "        proposals: [aes128-sha256, chacha20poly1305-x25519, esn, aes128-esn,"
            + " aes128-prfsha256, 3des-sha256, aes256-md5]\n";

    assertThat(problems(text))
        .containsExactly(
            "'esn' has no encryption; add one of [aes128gcm16, aes192gcm16, aes256gcm16,"
                + " chacha20poly1305, aes128, aes192, aes256]",
            "'aes128-esn' has no integrity algorithm; add one of [sha256, sha384, sha512]",
            "'aes128-prfsha256' names 'prfsha256', which is not served here; did you mean sha256?"
                + " Allowed: aes128gcm16, aes192gcm16, aes256gcm16, chacha20poly1305, aes128,"
                + " aes192, aes256, sha256, sha384, sha512, x25519, ecp256, ecp384, ecp521,"
                + " modp2048, modp3072, modp4096, mlkem512, mlkem768, mlkem1024, esn, noesn, and additional key exchanges such as ke1_mlkem768; and others, see"
                + " docs/configuration.md",
            "'3des-sha256' is refused: 3des SHOULD NOT be used (RFC 8221 section 5)",
            "'aes256-md5' is refused: md5 MUST NOT be used (RFC 8221 section 6, RFC 8247 section"
                + " 2.3)");
  }

  @Test
  void policiesMustFitTheirSaAndProtocol() throws IOException {
    String text =
        ConfigFiles.MINIMAL
            + SA
            + """
              policies:
                - {name: a, action: protect, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
                - {name: b, action: protect, sa: lap, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
                - {name: c, action: bypass, sa: lab, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
                - {name: c, action: bypass, protocol: icmp, local-ports: 5, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
                - {name: d, action: bypass, protocol: udp, local-ports: 9-5, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
                - {name: e, action: protect, sa: lab, local: [10.1.0.0/24], remote: [10.3.0.0/24]}
            """;

    assertThat(problems(text))
        .containsExactly(
            "protect needs the key 'sa': the name of a manual SA pair",
            "no manual SA has the name 'lap'",
            "only protect has an SA; this action is bypass",
            "name 'c' is used twice, first by dataplane.policies[2].name",
            "only tcp and udp have ports; this protocol is icmp",
            "found '9-5', allowed: a port or a range such as 161-162");
  }

  @Test
  void aRoutesNextHopIsInTheSubnetOfItsPort() throws IOException {
    String text =
        ConfigFiles.MINIMAL
            + """
              routes:
                - {to: 0.0.0.0/0, via: 192.0.3.254}
                - {to: 10.9.0.0/16, via: 10.1.0.2, port: black}
                - {to: 10.9.0.0/16, via: 10.1.0.1}
            """;

    assertThat(problems(text))
        .containsExactly(
            "found '192.0.3.254', allowed: an address in the subnet of a port (10.1.0.0/24,"
                + " 192.0.2.0/24)",
            "found 'black', but 10.1.0.2 is in the subnet of port red",
            "a second route to 10.9.0.0/16; one next hop for each destination",
            "found '10.1.0.1', which is an address of this gateway");
  }

  @Test
  void aLaneHasAsManyCpusAsThreads() throws IOException {
    String lane = "  lane: {shape: pipelined, workers: 2, cpu: [1, 2]}\n";

    assertThat(problems(ConfigFiles.MINIMAL + lane))
        .containsExactly("found 2 CPUs, needs 3 (the leader and 2 workers)");

    String lanes = "  lanes: 3\n  lane: {cpu: [0, 1]}\n";

    assertThat(problems(ConfigFiles.MINIMAL + lanes))
        .containsExactly("found 2 CPUs, needs 3 (3 lanes; fused is one thread)");
  }

  @Test
  void spisOfTwoPairsDiffer() throws IOException {
    String second =
        SA.replace("  manual-sas:\n", "")
            .replace("lab", "lab2")
            .replace("10.77.0.0", "10.78.0.0")
            .replace("\"00", "\"aa")
            .replace("\"ff", "\"bb");

    assertThat(problems(ConfigFiles.MINIMAL + SA + second))
        .containsExactly(
            "outbound SPI '0x1001 to 192.0.2.77' is used twice, first by"
                + " dataplane.manual-sas[0].outbound.spi",
            "inbound SPI '0x1002' is used twice, first by dataplane.manual-sas[0].inbound.spi");
  }

  @Test
  void twoConnectionsOfTheSameIdentitiesAreRefused() throws IOException {
    String second = CONNECTION.replace("connections:\n", "").replace("name: blue", "name: other");

    assertThat(problems(ConfigFiles.MINIMAL + CONNECTION + second))
        .containsExactly(
            "pair of identities 'red.example with blue.example' is used twice, first by"
                + " connections[0].remote");
  }

  @Test
  void metricsForTheWholeNetworkAreAWarningOnly() throws IOException {
    Path file = ConfigFiles.write(directory, ConfigFiles.MINIMAL + "  metrics: 192.0.2.1:9471\n");

    LoadedConfig loaded = ConfigLoader.check(file, SecretCheck.ALL);

    assertThat(loaded.isUsable()).isTrue();
    assertThat(loaded.lines().getFirst())
        .endsWith(
            "warning: dataplane.metrics: found '192.0.2.1:9471', which is no loopback address:"
                + " whoever reaches it reads the metrics");
  }

  /** RFC 4301 section 4.4.1.1: OPAQUE, and the types and codes of ICMP. */
  @Test
  void portsOfPolicies() throws IOException {
    String policy =
        ConfigFiles.MINIMAL
            + "  policies:\n"
            + "    - {name: p, action: discard, local: [10.1.0.0/24], remote: [10.2.0.0/24], %s}\n";
    assertThat(problems(policy.formatted("local-ports: opaque, remote-ports: opaque"))).isEmpty();
    assertThat(problems(policy.formatted("protocol: icmp, icmp-types: 8"))).isEmpty();
    assertThat(problems(policy.formatted("protocol: icmp, icmp-types: 3, icmp-codes: 3-5")))
        .isEmpty();
    assertThat(problems(policy.formatted("protocol: udp, icmp-types: 8")))
        .containsExactly("only icmp has types; this protocol is udp");
    assertThat(problems(policy.formatted("protocol: icmp, icmp-types: 3-5, icmp-codes: 1")))
        .containsExactly("codes are of one type; write a policy for each");
    assertThat(problems(policy.formatted("protocol: icmp, icmp-types: 5-300")))
        .containsExactly("found '5-300', allowed: 0 to 255, or a range such as 3-5");
    assertThat(problems(policy.formatted("protocol: icmp, icmp-types: 5-3")))
        .containsExactly("found '5-3', allowed: 0 to 255, or a range such as 3-5");
  }

  /** RFC 4301 section 4.1: a child in transport mode is between the two gateways. */
  @Test
  void transportModeOfChildren() throws IOException {
    String child = "        local: [10.1.0.0/24]\n";
    assertThat(CONNECTION).contains(child);
    assertThat(
            problems(
                ConfigFiles.MINIMAL
                    + CONNECTION.replace(child, "        mode: transport\n" + child)))
        .containsExactly(
            "transport mode is for the ends of the SA themselves; allowed: [192.0.2.1/32]",
            "transport mode is for the ends of the SA themselves; allowed: [192.0.2.2/32]");
  }

  /** RFC 4301 section 4.1, RFC 4302: what goes with AH and with transport mode. */
  @Test
  void protocolAndModeOfManualSas() throws IOException {
    String key = "      encryption: aes128gcm16\n";
    assertThat(SA).contains(key);

    assertThat(problems(ConfigFiles.MINIMAL + SA.replace(key, key + "      protocol: ah\n")))
        .containsExactly(
            "'aes128gcm16' is no integrity algorithm for AH, which encrypts nothing (RFC 4302)."
                + " Allowed: sha256, sha384, sha512; and others, see docs/configuration.md");
    String ah = "      encryption: sha256\n      protocol: ah\n";
    assertThat(
            problems(ConfigFiles.MINIMAL + SA.replace(key, ah + "      udp-encapsulation: {}\n")))
        .containsExactly(
            "AH cannot go in UDP: it authenticates the addresses that a NAT changes (RFC 3948"
                + " section 1)");
    assertThat(problems(ConfigFiles.MINIMAL + SA.replace(key, key + "      mode: transport\n")))
        .containsExactly(
            "transport mode is for the ends of the SA themselves; allowed: [192.0.2.1/32]",
            "transport mode is for the ends of the SA themselves; allowed: [192.0.2.77/32]");
    assertThat(problems(ConfigFiles.MINIMAL + SA.replace(key, ah + "      tfc-length: 1000\n")))
        .contains("padding hides lengths in ESP's tunnels alone (RFC 4303 section 2.7)");
    String longKeys =
        SA.replace(key, ah + "      mode: transport\n")
            .replace("0f10111213", "0f" + "10111213".repeat(4))
            .replace("10.1.0.0/24", "192.0.2.1/32")
            .replace("10.77.0.0/24", "192.0.2.77/32");
    assertThat(problems(ConfigFiles.MINIMAL + longKeys)).isEmpty();
  }

  private List<String> problems(String text) throws IOException {
    return ConfigLoader.check(ConfigFiles.write(directory, text), SecretCheck.ALL)
        .problems()
        .stream()
        .map(ConfigProblem::text)
        .collect(Collectors.toList());
  }

  @Test
  void poolsAreNamedAndSidesGivenOnce() throws IOException {
    String pools = "controlplane: {pools: [{name: vpn, addresses: 10.9.0.0/24}]}\n";
    String auth = "auth: {psk: \"a key of twenty octet\"}\n";
    String client =
        CONNECTION
            .replace("address: 192.0.2.2", "address: any")
            .replace("      remote: [10.2.0.0/24]\n", "")
            .replace(auth, auth + "    pools: [vpn]\n");
    assertThat(problems(ConfigFiles.MINIMAL + pools + client)).isEmpty();
    assertThat(problems(ConfigFiles.MINIMAL + client))
        .anyMatch(p -> p.contains("no pool is named"));
    assertThat(
            problems(ConfigFiles.MINIMAL + pools + client.replace("any, id: blue.example", "any")))
        .anyMatch(p -> p.contains("needs an identity"));
    assertThat(problems(ConfigFiles.MINIMAL + pools + client.replace("pools: [vpn]", "")))
        .anyMatch(p -> p.contains("is missing"));
    assertThat(
            problems(
                ConfigFiles.MINIMAL
                    + pools
                    + CONNECTION.replace(auth, auth + "    pools: [vpn]\n")))
        .anyMatch(p -> p.contains("leave it out: it is the client's address"));
    assertThat(
            problems(
                ConfigFiles.MINIMAL
                    + CONNECTION.replace(auth, auth + "    request-address: true\n")))
        .anyMatch(p -> p.contains("leave it out: request-address gives it"));
    assertThat(
            problems(
                ConfigFiles.MINIMAL
                    + pools
                    + client.replace("pools: [vpn]", "pools: [vpn]\n    request-address: true")))
        .anyMatch(p -> p.contains("either give addresses"));
    assertThat(
            problems(
                ConfigFiles.MINIMAL
                    + pools
                    + client.replace("name: blue", "name: a-name-that-leaves-no-room")))
        .anyMatch(p -> p.contains("at most 23 characters"));
  }

  @Test
  void additionalAddressesAreOursAndForMobike() throws IOException {
    String auth = "auth: {psk: \"a key of twenty octet\"}\n";
    String strange = CONNECTION.replace(auth, auth + "    additional-addresses: [192.0.2.99]\n");
    assertThat(problems(ConfigFiles.MINIMAL + strange))
        .anyMatch(p -> p.contains("'192.0.2.99', allowed: an address of a port"));
    String off =
        CONNECTION.replace(
            auth, auth + "    mobike: false\n    additional-addresses: [10.1.0.1]\n");
    assertThat(problems(ConfigFiles.MINIMAL + off))
        .anyMatch(p -> p.contains("MOBIKE, which is off"));
  }

  @Test
  void postQuantumPresharedKeys() throws IOException {
    String auth = "auth: {psk: \"a key of twenty octet\"}\n";
    String both = CONNECTION.replace(auth, auth + "    ppk: {id: a, key: \"x\", key-file: y}\n");
    assertThat(problems(ConfigFiles.MINIMAL + both)).isNotEmpty();
    String weak = CONNECTION.replace(auth, auth + "    ppk: {id: a, key: \"short\"}\n");
    assertThat(problems(ConfigFiles.MINIMAL + weak))
        .anyMatch(p -> p.contains("RFC 8784 section 6"));
    String good =
        CONNECTION.replace(auth, auth + "    ppk: {id: a, key: \"" + "k".repeat(32) + "\"}\n");
    assertThat(problems(ConfigFiles.MINIMAL + good)).isEmpty();
  }
}
