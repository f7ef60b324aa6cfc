package io.yett.ike.tune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files by which a kernel tells about itself, below a root directory; absent ones are no error.
 *
 * @param root {@code /}, or a copy of another machine's /proc and /sys
 */
public record Machine(Path root) {
  /** More than any of these files has; /proc/cpuinfo of a thousand CPUs included. */
  private static final int MAX_OCTETS = 8 << 20;

  private static final int MAX_ENTRIES = 100_000;

  /** A file's text without blanks around it; empty if it cannot be read. */
  Optional<String> read(String path) {
    try (InputStream in = Files.newInputStream(at(path))) {
      return Optional.of(
          new String(in.readNBytes(MAX_OCTETS), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** CPUs that a file lists; none if it cannot be read. */
  CpuList cpus(String path) {
    return read(path).flatMap(CpuList::parse).orElse(CpuList.NONE);
  }

  boolean exists(String path) {
    return Files.exists(at(path));
  }

  /** The last name in what a symbolic link leads to. */
  Optional<String> linkName(String path) {
    try {
      return Optional.of(Files.readSymbolicLink(at(path)).getFileName().toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Names in a directory, in order; none if it cannot be read. */
  List<String> list(String path) {
    try (Stream<Path> entries = Files.list(at(path))) {
      return entries
          .limit(MAX_ENTRIES)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }
}
