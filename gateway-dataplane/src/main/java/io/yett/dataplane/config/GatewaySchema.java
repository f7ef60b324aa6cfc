package io.yett.dataplane.config;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON schema of the configuration file, and the defaults that it states. */
final class GatewaySchema {
  static final String RESOURCE = "gateway.schema.json";

  private final JsonNode tree;
  private final Schema schema;

  /** By identity: a node is compared by all that is below it otherwise. */
  private final IdentityHashMap<JsonNode, JsonNode> resolved = new IdentityHashMap<>();

  private final IdentityHashMap<JsonNode, JsonNode> defaults = new IdentityHashMap<>();

  private GatewaySchema(JsonNode tree) {
    this.tree = tree;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(tree);
  }

  static GatewaySchema load() {
    try (InputStream in = GatewaySchema.class.getResourceAsStream(RESOURCE)) {
      return new GatewaySchema(JsonMapper.shared().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema as a tree. */
  JsonNode tree() {
    return tree;
  }

  Schema schema() {
    return schema;
  }

  /** Follows a reference; keywords beside it, such as titles and defaults, win. */
  JsonNode resolve(JsonNode schemaNode) {
    JsonNode reference = schemaNode.get("$ref");
    if (reference == null) {
      return schemaNode;
    }
    return resolved.computeIfAbsent(schemaNode, node -> merge(reference, node));
  }

  private JsonNode merge(JsonNode reference, JsonNode schemaNode) {
    ObjectNode merged = ((ObjectNode) tree.at(reference.stringValue().substring(1))).deepCopy();
    schemaNode.properties().stream()
        .filter(e -> !e.getKey().equals("$ref"))
        .forEach(e -> merged.set(e.getKey(), e.getValue()));
    return merged;
  }

  /**
   * Fills in the default of every key that is not there. Parts of another type stay untouched.
   * Lists of many entries share the nodes of their defaults, so those are not to be changed.
   */
  void applyDefaults(JsonNode node) {
    applyDefaults(node, tree);
  }

  /** The default of a part, with the defaults below it. */
  private JsonNode defaultOf(JsonNode schemaNode) {
    JsonNode known = defaults.get(schemaNode);
    if (known != null) {
      return known;
    }
    JsonNode made = schemaNode.get("default").deepCopy();
    applyDefaults(made, schemaNode);
    defaults.put(schemaNode, made);
    return made;
  }

  private void applyDefaults(JsonNode node, JsonNode unresolved) {
    JsonNode schemaNode = resolve(unresolved);
    if (node instanceof ObjectNode object && schemaNode.has("properties")) {
      for (var property : schemaNode.get("properties").properties()) {
        JsonNode child = resolve(property.getValue());
        if (!object.has(property.getKey()) && child.has("default")) {
          object.set(property.getKey(), defaultOf(child));
        } else if (object.has(property.getKey())) {
          applyDefaults(object.get(property.getKey()), child);
        }
      }
    } else if (node instanceof ArrayNode array && schemaNode.has("items")) {
      array.forEach(item -> applyDefaults(item, schemaNode.get("items")));
    }
  }
}
