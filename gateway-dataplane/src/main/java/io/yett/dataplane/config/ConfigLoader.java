package io.yett.dataplane.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the configuration file and checks it: YAML, then the schema, then what a schema cannot say
 * (cross references, secrets, weak algorithms). All problems are found at once. Thread-safe.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /** Reads and checks a file. Never throws for what is in it or whether it is there. */
  public static LoadedConfig check(Path file, SecretCheck secrets) {
    Problems problems = new Problems();
    GatewayConfig config = null;
    Optional<String> text = readText(file, problems);
    if (text.isPresent()) {
      config = parse(text.get(), file, secrets, problems);
    }
    List<ConfigProblem> sorted = problems.sorted();
    return new LoadedConfig(
        problems.hasErrors() ? Optional.empty() : Optional.ofNullable(config),
        sorted,
        sorted.stream().map(problem -> problem.describe(file.toString())).toList());
  }

  /**
   * Reads a file that must be in order.
   *
   * @throws ConfigException whose message has one line for each error
   */
  public static GatewayConfig load(Path file, SecretCheck secrets) {
    return check(file, secrets).orThrow();
  }

  private static GatewayConfig parse(String text, Path file, SecretCheck check, Problems problems) {
    JsonNode root = YamlReader.read(text, problems);
    if (root == null) {
      return null;
    }
    GatewaySchema schema = GatewaySchema.load();
    new SchemaCheck(schema, problems).check(root);
    GatewayMapper.prune(root, problems);
    schema.applyDefaults(root);
    return new GatewayMapper(new Section(root, "", problems), new SecretChecks(file), check).map();
  }

  private static Optional<String> readText(Path file, Problems problems) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(YamlReader.MAX_FILE_OCTETS + 1);
      if (octets.length > YamlReader.MAX_FILE_OCTETS) {
        problems.error("", "larger than " + (YamlReader.MAX_FILE_OCTETS >> 20) + " MiB");
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (NoSuchFileException e) {
      problems.error("", "no such file");
    } catch (AccessDeniedException e) {
      problems.error("", "permission denied");
    } catch (CharacterCodingException e) {
      problems.error("", "is not UTF-8 text");
    } catch (IOException e) {
      problems.error("", "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }
}
