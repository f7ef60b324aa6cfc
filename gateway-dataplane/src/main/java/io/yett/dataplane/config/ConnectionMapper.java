package io.yett.dataplane.config;

import io.yett.dataplane.sachannel.DfPolicy;
import io.yett.dataplane.sachannel.MssClamping;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes connections and their children. */
final class ConnectionMapper {
  private final DataplaneMapper dataplane;
  private final SecretChecks secrets;
  private final SecretCheck check;
  private final Names names = new Names("name");
  private final Names peers = new Names("pair of identities");

  ConnectionMapper(DataplaneMapper dataplane, SecretChecks secrets, SecretCheck check) {
    this.dataplane = dataplane;
    this.secrets = secrets;
    this.check = check;
  }

  ConnectionConfig map(Section connection) {
    names.claim(connection, "name", connection.text("name"));
    dataplane.requireOwnAddress(connection.at("local"), "address");
    dataplane.refuseOwnAddress(connection.at("remote"), "address");
    ConnectionConfig.Endpoint local = endpoint(connection.at("local"));
    ConnectionConfig.Endpoint remote = endpoint(connection.at("remote"));
    peers.claim(connection, "remote", local.id() + " with " + remote.id());
    checkProposals(connection, Algorithms::checkIke);
    Section auth = connection.at("auth");
    SecretSource psk = secrets.source(auth, "psk");
    if (check.includes(SecretCheck.CONTROLPLANE)) {
      secrets.checkPsk(auth, psk);
    }
    Names childNames = new Names("name");
    return new ConnectionConfig(
        connection.text("name"),
        local,
        remote,
        psk,
        connection.texts("proposals"),
        connection.number("rekey-seconds"),
        connection.number("dpd-seconds"),
        connection.bool("force-encapsulation"),
        connection.map("children", child -> child(child, childNames)));
  }

  private static ConnectionConfig.Endpoint endpoint(Section endpoint) {
    return new ConnectionConfig.Endpoint(
        Values.address(endpoint.text("address")),
        endpoint.optionalText("id").orElse(endpoint.text("address")));
  }

  private static ChildConfig child(Section child, Names names) {
    names.claim(child, "name", child.text("name"));
    checkProposals(child, Algorithms::checkEsp);
    List<Subnet> local = Values.subnets(child, "local");
    List<Subnet> remote = Values.subnets(child, "remote");
    if (!Values.allPresent(local, remote)) {
      return null;
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
        child.choice("mss-clamp", MssClamping.class));
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
