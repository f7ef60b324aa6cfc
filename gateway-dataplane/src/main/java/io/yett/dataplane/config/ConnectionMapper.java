package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.IpsecMode;
import io.yett.dataplane.sachannel.MssClamping;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes connections and their children. */
final class ConnectionMapper {
  private static final String ANY = "any";

  /** With the longest address after it the name still is one. */
  private static final int MAX_TEMPLATE_NAME = 23;

  private static final List<Subnet> EVERYWHERE = List.of(Values.subnet("0.0.0.0/0"));

  private final DataplaneMapper dataplane;
  private final Map<String, PoolConfig> pools = new HashMap<>();
  private final SecretChecks secrets;
  private final SecretCheck check;
  private final Names names = new Names("name");
  private final Names peers = new Names("pair of identities");

  ConnectionMapper(
      DataplaneMapper dataplane, List<PoolConfig> pools, SecretChecks secrets, SecretCheck check) {
    this.dataplane = dataplane;
    pools.forEach(pool -> this.pools.put(pool.name(), pool));
    this.secrets = secrets;
    this.check = check;
  }

  ConnectionConfig map(Section connection) {
    names.claim(connection, "name", connection.text("name"));
    dataplane.requireOwnAddress(connection.at("local"), "address");
    if (!connection.at("remote").text("address").equals(ANY)) {
      dataplane.refuseOwnAddress(connection.at("remote"), "address");
    } else if (!connection.at("remote").has("id")) {
      connection.at("remote").error("id", "who is it? A peer of any address needs an identity");
    }
    checkPools(connection);
    ConnectionConfig.Endpoint local = endpoint(connection.at("local"));
    ConnectionConfig.Endpoint remote = endpoint(connection.at("remote"));
    peers.claim(connection, "remote", local.id() + " with " + remote.id());
    checkProposals(connection, Algorithms::checkIke);
    AuthMapper auth = new AuthMapper(secrets, check.includes(SecretCheck.CONTROLPLANE));
    Names childNames = new Names("name");
    return new ConnectionConfig(
        connection.text("name"),
        local,
        remote,
        auth.psk(connection),
        auth.local(connection.at("local")),
        auth.remote(connection.at("remote")),
        connection.texts("proposals"),
        connection.number("rekey-seconds"),
        connection.number("dpd-seconds"),
        connection.bool("force-encapsulation"),
        connection.bool("fragmentation"),
        connection.bool("require-post-quantum"),
        connection.texts("pools"),
        connection.bool("request-address"),
        connection.bool("mobike"),
        additional(connection),
        connection.bool("childless"),
        connection.has("ppk") ? Optional.of(ppk(connection.at("ppk"))) : Optional.empty(),
        connection.map("children", child -> child(connection, child, childNames)));
  }

  private PpkConfig ppk(Section ppk) {
    SecretSource key = secrets.source(ppk, "key");
    if (check.includes(SecretCheck.CONTROLPLANE)) {
      secrets.checkPpk(ppk, key);
    }
    return new PpkConfig(ppk.text("id"), key, ppk.bool("required"));
  }

  private List<InetAddress> additional(Section connection) {
    if (connection.has("additional-addresses") && !connection.bool("mobike")) {
      connection.error("additional-addresses", "they are for MOBIKE, which is off");
    }
    for (Section entry : connection.list("additional-addresses")) {
      dataplane.requireOwnAddress(entry);
    }
    return connection.texts("additional-addresses").stream().map(Values::address).toList();
  }

  private void checkPools(Section connection) {
    for (Section entry : connection.list("pools")) {
      if (!pools.containsKey(entry.node().asString())) {
        connection
            .problems()
            .error(
                entry.path(),
                "no pool is named '"
                    + entry.node().asString()
                    + "'; controlplane.pools has "
                    + String.join(", ", new TreeSet<>(pools.keySet())));
      }
    }
    if (connection.has("pools") && connection.text("name").length() > MAX_TEMPLATE_NAME) {
      connection.error("name", "with pools it has at most " + MAX_TEMPLATE_NAME + " characters");
    }
    if (connection.has("pools") && connection.bool("request-address")) {
      connection.error("request-address", "either give addresses (pools) or ask for one");
    }
  }

  /** The subnets of one side, or those that stand for what is agreed on later; null if wrong. */
  private List<Subnet> side(
      Section child, String key, boolean later, String why, List<Subnet> all) {
    if (later == child.has(key)) {
      child.error(key, later ? "leave it out: " + why : "is missing");
      return null;
    }
    return later ? all : Values.subnets(child, key);
  }

  private static ConnectionConfig.Endpoint endpoint(Section endpoint) {
    String address = endpoint.text("address");
    return new ConnectionConfig.Endpoint(
        address.equals(ANY) ? null : Values.address(address),
        endpoint.optionalText("id").orElseGet(() -> idWithout(endpoint)));
  }

  /** Our certificate says who we are; a peer, and we with a pre-shared key, are an address. */
  private static String idWithout(Section endpoint) {
    boolean ourCertificate =
        endpoint.path().endsWith(".local") && AuthMapper.method(endpoint) == AuthConfig.Method.CERT;
    return ourCertificate ? "" : endpoint.text("address");
  }

  private ChildConfig child(Section connection, Section child, Names names) {
    names.claim(child, "name", child.text("name"));
    checkProposals(child, Algorithms::checkEsp);
    child.texts("proposals").stream()
        .flatMap(proposal -> EspSuite.ofProposal(proposal).stream())
        .flatMap(suite -> suite.weakness().stream())
        .forEach(text -> child.warning("proposals", text));
    List<Subnet> clients =
        connection.texts("pools").stream()
            .filter(pools::containsKey)
            .map(name -> pools.get(name).addresses())
            .toList();
    boolean weAsk = connection.bool("request-address");
    List<Subnet> local = side(child, "local", weAsk, "request-address gives it", EVERYWHERE);
    List<Subnet> remote =
        side(child, "remote", connection.has("pools"), "it is the client's address", clients);
    if (!Values.allPresent(local, remote)) {
      return null;
    }
    IpsecMode mode = child.choice("mode", IpsecMode.class);
    if (mode == IpsecMode.TRANSPORT) {
      requireEnd(connection, child, "local", local);
      requireEnd(connection, child, "remote", remote);
    }
    return new ChildConfig(
        child.text("name"),
        child.integer("order"),
        local,
        remote,
        child.texts("proposals"),
        child.number("rekey-seconds"),
        child.number("rekey-packets"),
        child.number("rekey-bytes"),
        child.integer("replay-window"),
        child.choice("start", ChildConfig.StartAction.class),
        child.choice("close", ChildConfig.CloseAction.class),
        child.choice("dpd", ChildConfig.DpdAction.class),
        child.choice("df", DfPolicy.class),
        child.choice("mss-clamp", MssClamping.class),
        mode);
  }

  /** RFC 4301 section 4.1: transport mode is for what the ends themselves say. */
  private static void requireEnd(
      Section connection, Section child, String side, List<Subnet> subnets) {
    String text = connection.at(side).text("address");
    if (text.equals(ANY)) {
      child.error("mode", "transport mode needs the address of both ends; " + side + " has none");
      return;
    }
    InetAddress address = Values.address(text);
    Subnet end = Subnet.containing(address, address.getAddress().length * 8);
    if (!subnets.equals(List.of(end))) {
      child.error(
          side, "transport mode is for the ends of the SA themselves; allowed: [" + end + "]");
    }
  }

  private static void checkProposals(Section section, Function<String, Optional<String>> checker) {
    for (Section entry : section.list("proposals")) {
      String proposal = entry.node().asString();
      checker
          .apply(proposal)
          .ifPresent(why -> section.problems().error(entry.path(), "'" + proposal + "' " + why));
    }
  }
}
