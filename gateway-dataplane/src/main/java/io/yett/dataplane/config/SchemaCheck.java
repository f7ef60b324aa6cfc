package io.yett.dataplane.config;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks a tree against the schema and says in plain words what is wrong. */
final class SchemaCheck {
  /** Keys whose value is never shown. */
  private static final Set<String> SECRET_KEYS = Set.of("psk", "key");

  private static final int MAX_SHOWN = 60;

  private final GatewaySchema schema;
  private final Problems problems;

  SchemaCheck(GatewaySchema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  void check(JsonNode root) {
    for (Error error : schema.schema().validate(root)) {
      if (!isInsideOneOf(error)) {
        report(error);
      }
    }
  }

  /** The alternatives of a oneOf are reported once, by the oneOf itself. */
  private static boolean isInsideOneOf(Error error) {
    return !error.getKeyword().equals("oneOf")
        && error.getEvaluationPath().toString().contains("/oneOf/");
  }

  private void report(Error error) {
    String key = keyOf(error.getInstanceLocation());
    JsonNode rule = ruleOf(error);
    switch (error.getKeyword()) {
      case "additionalProperties" -> unknownKey(key, error.getProperty(), rule);
      case "required" -> problems.error(key, "missing key '" + error.getProperty() + "'");
      case "oneOf" -> problems.error(key, "needs exactly one of: " + alternatives(rule));
      case "minItems" ->
          problems.error(
              key,
              "found "
                  + error.getInstanceNode().size()
                  + " entries, needs at least "
                  + rule.get("minItems").asString());
      case "maxItems" ->
          problems.error(
              key,
              "found "
                  + error.getInstanceNode().size()
                  + " entries, allowed: at most "
                  + rule.get("maxItems").asString());
      case "uniqueItems" -> problems.error(key, "an entry is there twice");
      default -> problems.error(key, "found " + found(key, error) + ", allowed: " + allowed(rule));
    }
  }

  private void unknownKey(String parent, String name, JsonNode rule) {
    List<String> known = new ArrayList<>(rule.get("properties").propertyNames());
    Optional<String> meant = NearMiss.of(name, known);
    problems.error(
        parent.isEmpty() ? name : parent + "." + name,
        "unknown key"
            + meant.map(m -> "; did you mean '" + m + "'?").orElse("")
            + " Allowed: "
            + String.join(", ", known));
  }

  private static String alternatives(JsonNode rule) {
    List<String> names = new ArrayList<>();
    rule.get("oneOf").forEach(option -> names.add(option.get("required").get(0).stringValue()));
    return String.join(", ", names);
  }

  private static String found(String key, Error error) {
    JsonNode node = error.getInstanceNode();
    if (SECRET_KEYS.contains(key.substring(key.lastIndexOf('.') + 1))) {
      return "a value that is not shown";
    }
    if (node.isObject()) {
      return "keys below it";
    }
    if (node.isArray()) {
      return "a list";
    }
    if (node.isNull()) {
      return "nothing";
    }
    String text = node.asString().replaceAll("\\p{Cntrl}", "?");
    String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    return node.isString() ? "'" + shown + "'" : shown;
  }

  /** What a rule allows, in words. */
  static String allowed(JsonNode rule) {
    if (rule.has("const")) {
      return rule.get("const").asString();
    }
    if (rule.has("enum")) {
      List<String> values = new ArrayList<>();
      rule.get("enum").forEach(value -> values.add(value.asString()));
      return String.join(", ", values);
    }
    String type = rule.has("type") ? rule.get("type").asString("") : "";
    if (type.equals("integer") || type.equals("number")) {
      String kind = type.equals("integer") ? "a whole number" : "a number";
      return rule.has("minimum")
          ? kind + " " + rule.get("minimum").asString() + ".." + rule.get("maximum").asString()
          : kind;
    }
    return switch (type) {
      case "boolean" -> "true, false";
      case "object" -> "keys below it";
      case "array" -> "a list";
      default -> titleOf(rule);
    };
  }

  private static String titleOf(JsonNode rule) {
    String title = rule.path("title").asString("text");
    return rule.has("examples")
        ? title + ", such as " + rule.get("examples").get(0).asString()
        : title;
  }

  /** The schema node whose keyword failed. */
  private JsonNode ruleOf(Error error) {
    String pointer = error.getSchemaLocation().getFragment().toString();
    return schema.tree().at(pointer.substring(0, pointer.lastIndexOf('/')));
  }

  private static String keyOf(NodePath path) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      if (element instanceof Integer index) {
        key.append('[').append(index).append(']');
      } else {
        key.append(key.isEmpty() ? "" : ".").append(element);
      }
    }
    return key.toString();
  }
}
