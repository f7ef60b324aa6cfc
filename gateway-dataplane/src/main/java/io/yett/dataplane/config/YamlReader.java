package io.yett.dataplane.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document into a tree, and says afterwards where a key is. Anchors, aliases and
 * tags are refused (so no document can unfold into a bigger one), as are duplicate keys and a
 * second document.
 */
final class YamlReader {
  /** Octets of a file; 100,000 connections fit. */
  static final int MAX_FILE_OCTETS = 64 << 20;

  /** Levels of nesting; the schema has eight. */
  static final int MAX_DEPTH = 32;

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .loadSettings(
              LoadSettings.builder()
                  .setCodePointLimit(MAX_FILE_OCTETS)
                  .setAllowDuplicateKeys(true) // refused here, with both lines
                  .build())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(64 << 10)
                  .maxNameLength(256)
                  .maxNumberLength(40)
                  .build())
          .build();

  private final Problems problems;

  /** Whose places are wanted; null to build the tree and note no places but those of errors. */
  private final Set<String> wanted;

  private final Map<String, Position> positions = new HashMap<>();

  private YamlReader(Problems problems, Set<String> wanted) {
    this.problems = problems;
    this.wanted = wanted;
  }

  /** Reads the text; null if it is no YAML at all, with the reason among the problems. */
  static JsonNode read(String text, Problems problems) {
    YamlReader reader = new YamlReader(problems, null);
    problems.positions(keys -> locate(text, keys));
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      try {
        return reader.document((YAMLParser) parser);
      } catch (StreamConstraintsException e) {
        Position position = position(parser.currentTokenLocation());
        problems.errorAt(position, "", "beyond a limit: " + firstLine(e));
      } catch (JacksonException e) {
        problems.errorAt(position(e.getLocation()), "", "not YAML: " + firstLine(e));
      }
      return null;
    }
  }

  /**
   * Reads the text once more, for the places of these key paths. A big file has millions of places,
   * of which only those with a problem matter: so none is kept in advance.
   */
  private static Map<String, Position> locate(String text, Set<String> keys) {
    YamlReader reader = new YamlReader(new Problems(), keys);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      reader.document((YAMLParser) parser);
    } catch (JacksonException e) {
      return reader.positions; // what stands before the place where it is no YAML
    }
    return reader.positions;
  }

  private JsonNode document(YAMLParser parser) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      problems.errorAt(Position.UNKNOWN, "", "the file is empty");
      return null;
    }
    note("", parser);
    JsonNode root = value(parser, token, "");
    if (parser.nextToken() != null) {
      problems.errorAt(
          position(parser.currentTokenLocation()),
          "",
          "a second YAML document begins here; one file holds one gateway");
    }
    return root;
  }

  private JsonNode value(YAMLParser parser, JsonToken token, String path) {
    refuseReferences(parser, path);
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (token) {
      case START_OBJECT -> object(parser, path);
      case START_ARRAY -> array(parser, path);
      case VALUE_TRUE -> make.booleanNode(true);
      case VALUE_FALSE -> make.booleanNode(false);
      case VALUE_NULL -> make.nullNode();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? make.numberNode(parser.getBigIntegerValue())
              : make.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> make.numberNode(parser.getDecimalValue());
      default -> make.stringNode(parser.getString());
    };
  }

  private ObjectNode object(YAMLParser parser, String path) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Map<String, Integer> lines = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String key = path.isEmpty() ? name : path + "." + name;
      TokenStreamLocation place = parser.currentTokenLocation();
      if (object.has(name)) {
        problems.errorAt(
            position(place), key, "duplicate key; the first is in line " + lines.get(name));
        value(parser, parser.nextToken(), key);
        continue;
      }
      note(key, parser);
      lines.put(name, position(place).line());
      object.set(name, value(parser, parser.nextToken(), key));
    }
    return object;
  }

  private ArrayNode array(YAMLParser parser, String path) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      String key = path + "[" + array.size() + "]";
      note(key, parser);
      array.add(value(parser, token, key));
    }
    return array;
  }

  private void note(String key, YAMLParser parser) {
    if (wanted != null && wanted.contains(key)) {
      positions.putIfAbsent(key, position(parser.currentTokenLocation()));
    }
  }

  private void refuseReferences(YAMLParser parser, String path) {
    String what = null;
    if (parser.isCurrentAlias()) {
      what = "aliases (*name)";
    } else if (parser.getObjectId() != null) {
      what = "anchors (&name)";
    } else if (parser.getTypeId() != null) {
      what = "tags (!name)";
    }
    if (what != null) {
      problems.errorAt(
          position(parser.currentTokenLocation()),
          path,
          "YAML " + what + " are not allowed; write the value out");
    }
  }

  private static Position position(TokenStreamLocation location) {
    return location == null
        ? Position.UNKNOWN
        : new Position(Math.max(location.getLineNr(), 0), Math.max(location.getColumnNr(), 0));
  }

  private static String firstLine(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
