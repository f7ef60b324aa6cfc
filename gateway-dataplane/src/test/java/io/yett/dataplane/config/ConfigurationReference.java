package io.yett.dataplane.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes the reference of the configuration file from its schema. */
final class ConfigurationReference {
  private static final String HEAD =
      """
      # Configuration

      One YAML file configures both processes ([decision 2](decisions/0002-one-configuration-file.md)).
      An example is [deploy/examples/site-to-site.yaml](../deploy/examples/site-to-site.yaml).
      `yett config check FILE` tells every mistake at once: file, line, column, key, what was found, what is allowed.

      - **Keys** that are unknown are errors, and so are duplicates. Anchors, aliases and tags are not allowed.
      - **Secrets** are best in files of their own, mode 0600. In place they need this file to be 0600, and as text in
        memory they cannot be wiped as well.
      - **The gateway's own traffic** is apart from the policies. IKE (UDP 500, and 4500 behind a non-ESP marker), NAT
        keepalives, ARP and ESP to one of the gateway's addresses bypass the SPD. ICMP answers of the gateway take it: one
        to a host behind a tunnel goes through the tunnel, any other goes in clear. A packet to the gateway's own address that
        a `protect` policy covers must come through its tunnel.
      - **Policies** are searched by `order`, those of the file, of manual SAs and of connections together.

      This file is generated from `gateway.schema.json`; do not edit it.
      """;

  private final GatewaySchema schema = GatewaySchema.load();
  private final StringBuilder out = new StringBuilder();

  /** The reference, as Markdown. */
  String write() {
    out.append(HEAD);
    section("The file", "", schema.tree());
    return out.toString();
  }

  private void section(String title, String path, JsonNode unresolved) {
    JsonNode node = schema.resolve(unresolved);
    out.append("\n## ").append(path.isEmpty() ? title : "`" + path + "`").append("\n\n");
    out.append(node.path("description").asString("")).append("\n\n");
    out.append("| Key | Allowed | Default | |\n|---|---|---|---|\n");
    List<Runnable> below = new ArrayList<>();
    for (var property : node.get("properties").properties()) {
      row(node, path, property.getKey(), property.getValue(), below);
    }
    below.forEach(Runnable::run);
  }

  private void row(
      JsonNode parent, String path, String key, JsonNode unresolved, List<Runnable> below) {
    JsonNode node = schema.resolve(unresolved);
    String full = path.isEmpty() ? key : path + "." + key;
    JsonNode items = node.has("items") ? schema.resolve(node.get("items")) : null;
    JsonNode nested = items != null ? items : node;
    if (nested.has("properties")) {
      below.add(() -> section(key, items == null ? full : full + "[]", nested));
    }
    out.append("| `")
        .append(key)
        .append("` | ")
        .append(allowed(ruleOf(unresolved), items))
        .append(" | ")
        .append(defaultOf(parent, key, node))
        .append(" | ")
        .append(node.path("description").asString(""))
        .append(" |\n");
  }

  /** What a reference refers to says best what is allowed; a title beside it is a heading. */
  private JsonNode ruleOf(JsonNode unresolved) {
    JsonNode reference = unresolved.get("$ref");
    return reference == null ? unresolved : schema.tree().at(reference.stringValue().substring(1));
  }

  private String allowed(JsonNode node, JsonNode items) {
    if (items == null) {
      return node.has("properties") ? "see below" : SchemaCheck.allowed(node);
    }
    return items.has("properties") ? "a list, see below" : "a list: " + SchemaCheck.allowed(items);
  }

  private static String defaultOf(JsonNode parent, String key, JsonNode node) {
    for (JsonNode required : parent.path("required")) {
      if (required.stringValue().equals(key)) {
        return "required";
      }
    }
    JsonNode value = node.get("default");
    if (value == null || value.isObject() || (value.isArray() && value.isEmpty())) {
      return "";
    }
    return "`" + value.toString().replace("\"", "").replace(",", ", ") + "`";
  }
}
