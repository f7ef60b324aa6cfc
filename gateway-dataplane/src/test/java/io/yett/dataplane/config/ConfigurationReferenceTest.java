package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfigurationReferenceTest {
  private static final Path FILE = Path.of("../docs/configuration.md");

  @Test
  void theReferenceIsWhatTheSchemaSays() throws IOException {
    String expected = new ConfigurationReference().write();
    if (System.getenv("YETT_DOCS_WRITE") != null) {
      Files.writeString(FILE, expected);
    }

    assertThat(Files.readString(FILE))
        .as(
            "write it anew: YETT_DOCS_WRITE=1 mvn -pl gateway-dataplane -am test"
                + " -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(expected);
  }

  @Test
  void everyKeyHasATitleOrDescription() {
    GatewaySchema schema = GatewaySchema.load();
    for (JsonNode definition : schema.tree().get("$defs")) {
      for (var property : definition.path("properties").properties()) {
        JsonNode node = schema.resolve(property.getValue());
        assertThat(node.has("title") || node.has("description")).as(property.getKey()).isTrue();
      }
    }
  }
}
