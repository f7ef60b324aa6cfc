package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.Encapsulation;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.IpsecProtocol;
import io.yett.dataplane.sachannel.MssClamping;
import io.yett.dataplane.sachannel.SaLifetime;
import io.yett.dataplane.sachannel.UdpEncapsulation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Makes pairs of SAs by hand. */
final class ManualSaMapper {
  private final DataplaneMapper dataplane;
  private final SecretChecks secrets;
  private final SecretCheck check;
  private final Names names = new Names("name");
  private final Names inboundSpis = new Names("inbound SPI");
  private final Names outboundSpis = new Names("outbound SPI");

  ManualSaMapper(DataplaneMapper dataplane, SecretChecks secrets, SecretCheck check) {
    this.dataplane = dataplane;
    this.secrets = secrets;
    this.check = check;
  }

  boolean has(String name) {
    return names.has(name);
  }

  ManualSaConfig map(Section sa) {
    names.claim(sa, "name", sa.text("name"));
    dataplane.requireOwnAddress(sa, "local-address");
    dataplane.refuseOwnAddress(sa, "remote-address");
    claimSpis(sa);
    List<Subnet> local = Values.subnets(sa, "local");
    List<Subnet> remote = Values.subnets(sa, "remote");
    Encapsulation encapsulation = encapsulation(sa);
    Optional<String> refusal =
        encapsulation.isAh()
            ? Algorithms.checkAhSuite(sa.text("encryption"))
            : Algorithms.checkEspSuite(sa.text("encryption"));
    refusal.ifPresent(why -> sa.error("encryption", "'" + sa.text("encryption") + "' " + why));
    if (refusal.isPresent() || !Values.allPresent(local, remote)) {
      return null;
    }
    if (encapsulation.isAh() && sa.has("udp-encapsulation")) {
      sa.error(
          "udp-encapsulation",
          "AH cannot go in UDP: it authenticates the addresses that a NAT changes (RFC 3948 section"
              + " 1)");
      return null;
    }
    ManualSaConfig config = config(sa, local, remote, encapsulation);
    (encapsulation.isAh() ? config.suite().oldHash() : config.suite().weakness())
        .ifPresent(text -> sa.warning("encryption", text));
    if (encapsulation.isTransport()) {
      requireEnd(sa, "local", config.localAddress(), local);
      requireEnd(sa, "remote", config.remoteAddress(), remote);
    }
    if (check.includes(SecretCheck.DATAPLANE)) {
      secrets.checkKeyPair(sa.at("outbound"), sa.at("inbound"), config);
    }
    return config;
  }

  private void claimSpis(Section sa) {
    inboundSpis.claim(sa.at("inbound"), "spi", spiText(sa.at("inbound")));
    outboundSpis.claim(
        sa.at("outbound"), "spi", spiText(sa.at("outbound")) + " to " + sa.text("remote-address"));
  }

  private static String spiText(Section half) {
    return "0x" + Integer.toHexString(Values.spi(half.text("spi")));
  }

  private static Encapsulation encapsulation(Section sa) {
    IpsecProtocol protocol = sa.choice("protocol", IpsecProtocol.class);
    IpsecMode mode = sa.choice("mode", IpsecMode.class);
    int tfcLength = sa.integer("tfc-length");
    if (tfcLength != 0 && (protocol == IpsecProtocol.AH || mode == IpsecMode.TRANSPORT)) {
      sa.error("tfc-length", "padding hides lengths in ESP's tunnels alone (RFC 4303 section 2.7)");
      return Encapsulation.of(protocol, mode);
    }
    return new Encapsulation(protocol, mode, tfcLength);
  }

  /** RFC 4301 section 4.1: transport mode is for what the ends themselves say. */
  private static void requireEnd(
      Section sa, String side, InetAddress address, List<Subnet> subnets) {
    Subnet end = Subnet.containing(address, address.getAddress().length * 8);
    if (!subnets.equals(List.of(end))) {
      sa.error(side, "transport mode is for the ends of the SA themselves; allowed: [" + end + "]");
    }
  }

  private ManualSaConfig config(
      Section sa, List<Subnet> local, List<Subnet> remote, Encapsulation encapsulation) {
    return new ManualSaConfig(
        sa.text("name"),
        sa.integer("order"),
        Values.address(sa.text("local-address")),
        Values.address(sa.text("remote-address")),
        encapsulation.isAh()
            ? EspSuite.parseAh(sa.text("encryption"))
            : EspSuite.parse(sa.text("encryption")),
        half(sa.at("outbound")),
        half(sa.at("inbound")),
        sa.bool("esn"),
        sa.integer("replay-window"),
        sa.has("udp-encapsulation")
            ? Optional.of(udp(sa.at("udp-encapsulation")))
            : Optional.empty(),
        lifetime(sa.at("lifetime")),
        local,
        remote,
        sa.choice("df", DfPolicy.class),
        sa.choice("mss-clamp", MssClamping.class),
        encapsulation);
  }

  private ManualSaConfig.Half half(Section half) {
    return new ManualSaConfig.Half(Values.spi(half.text("spi")), secrets.source(half, "key"));
  }

  private static UdpEncapsulation udp(Section udp) {
    return new UdpEncapsulation(
        udp.integer("local-port"), udp.integer("remote-port"), udp.integer("keepalive-seconds"));
  }

  private static SaLifetime lifetime(Section lifetime) {
    return new SaLifetime(
        lifetime.number("soft-packets"),
        lifetime.number("soft-bytes"),
        lifetime.number("soft-seconds"),
        lifetime.number("hard-packets"),
        lifetime.number("hard-bytes"),
        lifetime.number("hard-seconds"));
  }
}
