package io.yett.lab.linux;

import io.yett.lab.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A Python script among the test's resources, that runs in a namespace. */
final class Script {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path file;

  /** Puts it into the folder. */
  Script(Path folder, String name) throws IOException {
    file = folder.resolve(name);
    try (InputStream script = Script.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(script), file);
    }
  }

  /** Runs it to its end; what it wrote. */
  String run(NetworkNamespace where, String... arguments) {
    List<String> words = new ArrayList<>(List.of("python3", file.toString()));
    words.addAll(List.of(arguments));
    return where.run(LIMIT, words.toArray(String[]::new)).orThrow().output();
  }
}
