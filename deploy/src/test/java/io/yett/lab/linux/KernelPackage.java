package io.yett.lab.linux;

import io.yett.lab.Command;
import io.yett.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel for virtual machines. It is unpacked from the package into the user's cache,
 * never installed: this machine must not come to boot it.
 *
 * @param image what QEMU boots
 * @param modules the folder {@code lib/modules/RELEASE}
 */
record KernelPackage(Path image, Path modules) {
  /** It always depends on the newest one. */
  private static final String NEWEST = "linux-image-cloud-amd64";

  private static final Pattern DEPENDENCY = Pattern.compile("Depends: (linux-image-\\S+)");
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(2);

  /** Finds it in the cache, or downloads it; {@link LabException} says why it cannot be had. */
  static KernelPackage find() {
    Path folder = cache().resolve("linux");
    Path unpacked = folder.resolve("unpacked");
    try {
      if (!Files.isDirectory(unpacked)) {
        Files.createDirectories(folder);
        download(folder, unpacked);
      }
      return new KernelPackage(
          only(unpacked.resolve("boot"), "vmlinuz-"), only(modulesOf(unpacked), ""));
    } catch (IOException e) {
      throw new LabException("Debian's kernel cannot be had: " + e.getMessage(), e);
    }
  }

  String release() {
    return modules.getFileName().toString();
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("yett");
  }

  private static void download(Path folder, Path unpacked) throws IOException {
    Path work = Files.createTempDirectory(folder, "download");
    String depends = run(work, "apt-cache", "depends", NEWEST).output();
    Matcher dependency = DEPENDENCY.matcher(depends);
    if (!dependency.find()) {
      throw new IOException("apt knows no " + NEWEST);
    }
    run(work, "apt-get", "-q", "download", dependency.group(1));
    run(work, "dpkg", "-x", only(work, "linux-image-").toString(), "tree");
    Files.move(work.resolve("tree"), unpacked);
    Files.delete(only(work, "linux-image-"));
    Files.delete(work);
  }

  private static Command run(Path folder, String... words) {
    return Command.run(DOWNLOAD_LIMIT, new ProcessBuilder(words).directory(folder.toFile()))
        .orThrow();
  }

  /** Debian 12 has them below lib, Debian 13 below usr/lib. */
  private static Path modulesOf(Path unpacked) {
    Path old = unpacked.resolve("lib/modules");
    return Files.isDirectory(old) ? old : unpacked.resolve("usr/lib/modules");
  }

  private static Path only(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
      if (found.size() != 1) {
        throw new IOException("no single " + prefix + "* in " + folder);
      }
      return found.getFirst();
    }
  }
}
