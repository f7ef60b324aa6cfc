package io.yett.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Saves the logs of a run that failed, before its folder goes. */
final class Logs {
  private static final List<String> ENDINGS = List.of(".log", ".pcap");

  /** Copies logs and captures, without secrets, to where they stay; says where that is. */
  static Path keep(Path folder) throws IOException {
    Path kept = Files.createTempDirectory("yett-demo-");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Logs::isLog).toList()) {
        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return kept;
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private Logs() {}
}
