package io.yett.dataplane.config;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the records of a tree whose defaults are filled in. Parts with an error are left out, so
 * that the errors of the others are found too.
 */
final class GatewayMapper {
  private static final double NANOS = 1e9;
  private static final List<String> SINGLE_PARTS =
      List.of(
          "channel",
          "run-directory",
          "controlplane",
          "dataplane.eal",
          "dataplane.lane",
          "dataplane.default-policy",
          "dataplane.metrics");

  private final Section root;
  private final SecretChecks secrets;
  private final SecretCheck check;

  GatewayMapper(Section root, SecretChecks secrets, SecretCheck check) {
    this.root = root;
    this.secrets = secrets;
    this.check = check;
  }

  /** Null if the file's outline is broken; then there are errors. */
  GatewayConfig map() {
    if (!root.node().isObject() || !root.node().path("dataplane").isObject()) {
      return null;
    }
    DataplaneMapper dataplaneMapper = new DataplaneMapper(root.at("dataplane"), secrets, check);
    DataplaneConfig dataplane = dataplaneMapper.map();
    ControlplaneConfig controlplane = controlplane(root.at("controlplane"));
    List<ConnectionConfig> connections =
        root.map(
            "connections",
            new ConnectionMapper(dataplaneMapper, controlplane.pools(), secrets, check)::map);
    return new GatewayConfig(
        dataplane,
        Path.of(root.text("channel")),
        Path.of(root.text("run-directory")),
        controlplane,
        connections);
  }

  /**
   * Takes away broken parts that are not lists, so that their defaults stand in while the rest is
   * looked at; lists leave out their broken entries.
   */
  static void prune(JsonNode root, Problems problems) {
    for (String key : SINGLE_PARTS) {
      int dot = key.indexOf('.');
      JsonNode parent = dot < 0 ? root : root.path(key.substring(0, dot));
      if (parent instanceof ObjectNode object && problems.isBroken(key)) {
        object.remove(key.substring(dot + 1));
      }
    }
  }

  private static PoolConfig pool(Section pool, Names names) {
    names.claim(pool, "name", pool.text("name"));
    return new PoolConfig(
        pool.text("name"),
        Values.subnet(pool.text("addresses")),
        pool.texts("dns").stream().map(Values::address).toList());
  }

  private static ControlplaneConfig controlplane(Section controlplane) {
    Names names = new Names("name");
    Section ike = controlplane.at("ike");
    Section retransmit = ike.at("retransmit");
    return new ControlplaneConfig(
        DataplaneMapper.metrics(controlplane),
        new ControlplaneConfig.IkeConfig(
            Math.round(retransmit.decimal("initial-seconds") * NANOS),
            retransmit.decimal("factor"),
            retransmit.integer("limit"),
            ike.integer("cookie-threshold"),
            ike.integer("half-open-limit"),
            ike.integer("half-open-per-source"),
            ike.at("fragment-octets").integer("ipv4"),
            ike.at("fragment-octets").integer("ipv6")),
        controlplane.map("pools", pool -> pool(pool, names)));
  }
}
