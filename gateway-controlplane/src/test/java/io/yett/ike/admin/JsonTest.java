package io.yett.ike.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Against Jackson's own data binding, which the product does not use here. */
final class JsonTest {
  @Test
  void writesWhatJacksonReads() {
    Map<String, Object> value =
        Json.object(
            "text",
            "a \"quoted\" /path\u0001\u00e9",
            "number",
            Long.MAX_VALUE,
            "fraction",
            0.5,
            "flag",
            true,
            "nothing",
            null,
            "list",
            List.of(1, "two", Json.object("three", 3)));

    var tree = new JsonMapper().readTree(Json.write(value));

    assertThat(tree.get("text").asString()).isEqualTo("a \"quoted\" /path\u0001\u00e9");
    assertThat(tree.get("number").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(tree.get("fraction").asDouble()).isEqualTo(0.5);
    assertThat(tree.get("flag").asBoolean()).isTrue();
    assertThat(tree.get("nothing").isNull()).isTrue();
    assertThat(tree.get("list").get(2).get("three").asInt()).isEqualTo(3);
    assertThat(tree.propertyNames())
        .containsExactly("text", "number", "fraction", "flag", "nothing", "list");
  }

  @Test
  void readsWhatJacksonWrites() {
    byte[] text =
        new JsonMapper().writeValueAsBytes(Map.of("a", List.of(1, Map.of("b", "c"), false, 1.5)));

    assertThat(Json.parseObject(text))
        .isEqualTo(Map.of("a", List.of(1L, Map.of("b", "c"), false, 1.5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":}", "{} {}", "{\"a\":1,}", "nul"})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> Json.parseObject(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesDeepNesting() {
    String text = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);

    assertThatThrownBy(() -> Json.parseObject(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
