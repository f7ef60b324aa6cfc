package io.yett.dataplane.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class YamlReaderTest {
  @TempDir Path directory;

  @Test
  void duplicateKeysAreRefusedWithBothLines() {
    assertThat(errorsOf("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n"))
        .containsExactly(
            "y:4:3: b.c: duplicate key; the first is in line 3",
            "y:5:1: a: duplicate key; the first is in line 1");
  }

  @Test
  void anAliasBombIsRefusedAndNotUnfolded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(errorsOf(bomb.toString()))
        .hasSize(30 + 58)
        .contains(
            "y:1:5: a0: YAML anchors (&name) are not allowed; write the value out",
            "y:2:10: a1[0]: YAML aliases (*name) are not allowed; write the value out");
  }

  @Test
  void tagsAreRefused() {
    assertThat(errorsOf("a: !!java.net.URL [x]\n"))
        .containsExactly("y:1:4: a: YAML tags (!name) are not allowed; write the value out");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(errorsOf("a: 1\n---\nb: 2\n"))
        .containsExactly("y:3:1: a second YAML document begins here; one file holds one gateway");
  }

  @Test
  void depthIsBounded() {
    assertThat(errorsOf("[".repeat(100_000)))
        .singleElement()
        .asString()
        .startsWith("y:1:")
        .contains("nesting depth");
  }

  @Test
  void aFileOfManyMebibytesIsRead() {
    Problems problems = new Problems();
    String line = "- {name: abcdefghijklmnopqrstuvwxyz, text: 'abcdefghijklmnopqrstuvwxyz'}\n";
    int lines = (4 << 20) / line.length() + 1;

    JsonNode root = YamlReader.read(line.repeat(lines), problems);

    assertThat(problems.hasErrors()).isFalse();
    assertThat(root).hasSize(lines);
  }

  @Test
  void whatIsNoYamlIsToldWithItsPlace() {
    assertThat(errorsOf("a: b\n c: d\n"))
        .containsExactly("y:2:3: not YAML: mapping values are not allowed here");
  }

  @Test
  void anEmptyFileAndAMissingOneAndOneThatIsNotTextAreTold() throws IOException {
    Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path missing = directory.resolve("none.yaml");
    Path empty = Files.writeString(directory.resolve("e.yaml"), "# nothing\n");

    assertThat(ConfigLoader.check(binary, SecretCheck.ALL).lines())
        .containsExactly(binary + ": is not UTF-8 text");
    assertThat(ConfigLoader.check(missing, SecretCheck.ALL).lines())
        .containsExactly(missing + ": no such file");
    assertThat(ConfigLoader.check(empty, SecretCheck.ALL).lines())
        .containsExactly(empty + ": the file is empty");
  }

  @Test
  void aFileOfTheWrongShapeIsAnErrorAndNoException() throws IOException {
    for (String text :
        List.of(
            "[]",
            "5",
            "a",
            "dataplane: 5",
            "{version: 1, dataplane: []}",
            "{version: 1, dataplane: {ports: {a: 1}, lane: 7}, connections: {b: 2}}")) {
      Path file = Files.writeString(directory.resolve("w.yaml"), text);

      assertThat(ConfigLoader.check(file, SecretCheck.ALL).isUsable()).as(text).isFalse();
    }
  }

  private static List<String> errorsOf(String text) {
    Problems problems = new Problems();
    JsonNode ignored = YamlReader.read(text, problems);
    return problems.sorted().stream().map(problem -> problem.describe("y")).toList();
  }
}
