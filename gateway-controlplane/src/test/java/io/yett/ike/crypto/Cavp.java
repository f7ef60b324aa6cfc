package io.yett.ike.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Libreswan's {@code cavp}, an independent implementation of IKEv2 key derivation. It is unpacked
 * from Debian's package into the user's cache, never installed.
 */
final class Cavp {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": \"([0-9a-f]+)\"");
  private static final int SECONDS = 60;

  private final Path program;

  private Cavp(Path program) {
    this.program = program;
  }

  /** Finds it, downloading the package if need be; the message says why it cannot be had. */
  static Cavp find() throws UnavailableException {
    Path installed = Path.of("/usr/libexec/ipsec/cavp");
    if (Files.isExecutable(installed)) {
      return new Cavp(installed).checked();
    }
    String cacheHome = System.getenv("XDG_CACHE_HOME");
    Path home =
        cacheHome == null || cacheHome.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cacheHome);
    Path folder = home.resolve("yett").resolve("libreswan");
    Path unpacked = folder.resolve("unpacked/usr/libexec/ipsec/cavp");
    try {
      if (!Files.isExecutable(unpacked)) {
        Files.createDirectories(folder);
        run(folder, "apt-get", "download", "libreswan");
        run(folder, "dpkg", "-x", debianPackage(folder).toString(), "unpacked");
      }
    } catch (IOException e) {
      throw new UnavailableException("libreswan's cavp cannot be had: " + e.getMessage());
    }
    return new Cavp(unpacked).checked();
  }

  private static Path debianPackage(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get left no package"));
    }
  }

  /** Libraries may be missing: it must at least print its help. */
  private Cavp checked() throws UnavailableException {
    try {
      run(Path.of("/"), program.toString(), "-help");
      return this;
    } catch (IOException e) {
      throw new UnavailableException("libreswan's cavp does not run: " + e.getMessage());
    }
  }

  /** The derived values of one IKEv2 test by their JSON names. */
  Map<String, byte[]> ikeV2(Map<String, String> inputs) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "-json", "-v2"));
    inputs.forEach((name, value) -> {
      command.add("-" + name);
      command.add(value);
    });
    String output = run(Path.of("/"), command.toArray(String[]::new));
    Map<String, byte[]> values = new HashMap<>();
    Matcher matcher = FIELD.matcher(output);
    while (matcher.find()) {
      values.put(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
    }
    return values;
  }

  private static String run(Path folder, String... command) throws IOException {
    Path output = Files.createTempFile("yett-cavp", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new IOException(command[0] + " took longer than " + SECONDS + " s");
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(command[0] + " failed: " + text.lines().findFirst().orElse(""));
      }
      return text;
    } finally {
      Files.delete(output);
    }
  }

  /** It is not here and cannot be fetched. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }
}
