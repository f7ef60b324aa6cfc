package io.yett.ike.cli;

import java.util.List;
import java.util.Map;

/**
 * A parsed JSON object that answers for absent fields too, so that a newer or older daemon's answer
 * can be shown.
 */
public record Node(Map<String, Object> fields) {

  /** Wraps a parsed object. */
  public static Node of(Map<String, Object> fields) {
    return new Node(fields);
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** The field as text; "-" if it is absent or null. */
  public String text(String name) {
    Object value = fields.get(name);
    return value == null ? "-" : value.toString();
  }

  /** The field as a number; 0 if it is absent or not a number. */
  public long number(String name) {
    return fields.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The field as a flag; false if it is absent. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** The field as an object; an empty one if it is absent. */
  public Node child(String name) {
    return node(fields.get(name));
  }

  /** The objects of a list; empty if the field is absent. */
  public List<Node> children(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(Node::node).toList()
        : List.of();
  }

  /** The elements of a list, joined for a table's cell; "-" if there are none. */
  public String joined(String name) {
    if (fields.get(name) instanceof List<?> list && !list.isEmpty()) {
      return String.join(",", list.stream().map(String::valueOf).toList());
    }
    return "-";
  }

  private static Node node(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return new Node(Map.of());
    }
    Map<String, Object> copy = new java.util.LinkedHashMap<>();
    map.forEach((key, element) -> copy.put(String.valueOf(key), element));
    return new Node(copy);
  }
}
