package io.yett.ike.admin;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON as plain maps and lists, by Jackson's streaming core alone: no data binding, so a command
 * starts quickly. Objects keep the order of their fields. Thread-safe.
 */
public final class Json {
  private static final int MAX_DEPTH = 16;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(32)
                  .build())
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  private Json() {}

  /** A new object: keys and values in turn; null values are written as {@code null}. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /**
   * Writes maps, collections, strings, numbers, booleans and nulls as UTF-8; anything else by its
   * {@code toString()}.
   */
  public static byte[] write(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      writeValue(generator, value);
    }
    return out.toByteArray();
  }

  private static void writeValue(JsonGenerator generator, Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach((key, element) -> {
          generator.writeName(String.valueOf(key));
          writeValue(generator, element);
        });
        generator.writeEndObject();
      }
      case Iterable<?> list -> {
        generator.writeStartArray();
        list.forEach(element -> writeValue(generator, element));
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default -> generator.writeString(value.toString());
    }
  }

  /**
   * Reads one JSON object.
   *
   * @throws IllegalArgumentException if the text is not one JSON object, or nests too deeply
   */
  public static Map<String, Object> parseObject(byte[] text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected a JSON object");
      }
      Map<String, Object> map = readObject(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("text after the end of the JSON object");
      }
      return map;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("malformed JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, readValue(parser));
    }
    return map;
  }

  private static Object readValue(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
