package io.yett.lab.linux;

import io.yett.lab.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The guest's whole file system, an initramfs from the distribution's packages: busybox, {@code
 * ip}, perl (it can open the socket that UDP encapsulation needs), and modules of the kernel.
 */
final class GuestImage {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Path IP = Path.of("/bin/ip");
  private static final Path PERL = Path.of("/usr/bin/perl");
  private static final Pattern LIBRARY = Pattern.compile("(?:=> |^\\s+)(/\\S+)", Pattern.MULTILINE);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Folders and files of the kernel package that have what networks and IPsec need. */
  private static final List<String> MODULES =
      List.of(
          "modules.builtin",
          "modules.order",
          "kernel/arch/x86/crypto",
          "kernel/crypto",
          "kernel/lib",
          "kernel/drivers/char",
          "kernel/drivers/net/net_failover.ko",
          "kernel/drivers/net/virtio_net.ko",
          "kernel/drivers/virtio",
          "kernel/net/core",
          "kernel/net/ipv4",
          "kernel/net/ipv6",
          "kernel/net/xfrm");

  private final Path root;

  private GuestImage(Path root) {
    this.root = root;
  }

  /** Builds it as a file {@code guest.cpio.gz} in the folder. */
  static Path build(KernelPackage kernel, Path folder) throws IOException {
    GuestImage image = new GuestImage(folder.resolve("guest"));
    image.folders();
    image.program(BUSYBOX, "busybox");
    image.program(IP, "ip.iproute2");
    image.program(PERL, "perl");
    image.modules(kernel);
    image.init();
    return image.pack(folder.resolve("guest.cpio.gz"));
  }

  private void folders() throws IOException {
    for (String name : List.of("bin", "sbin", "dev", "etc", "proc", "sys", "tmp")) {
      Files.createDirectories(root.resolve(name));
    }
    // The kernel calls it by this name when it wants the module of an algorithm.
    Files.createSymbolicLink(root.resolve("sbin/modprobe"), Path.of("/bin/busybox"));
  }

  /** A program, with the libraries that it is linked with. */
  private void program(Path program, String name) throws IOException {
    copy(program, root.resolve("bin").resolve(name));
    Command libraries = Command.run(LIMIT, List.of("ldd", program.toString()));
    if (!libraries.succeeded()) {
      return; // linked statically
    }
    for (String library :
        LIBRARY.matcher(libraries.output()).results().map(found -> found.group(1)).toList()) {
      copy(Path.of(library), root.resolve(library.substring(1)));
    }
  }

  private void modules(KernelPackage kernel) throws IOException {
    Path to = root.resolve("lib/modules").resolve(kernel.release());
    for (String name : MODULES) {
      Path from = kernel.modules().resolve(name);
      // Debian 13 compresses them.
      Path there = Files.exists(from) ? from : Path.of(from + ".xz");
      try (Stream<Path> tree = Files.walk(there)) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          copy(file, to.resolve(kernel.modules().relativize(file)));
        }
      }
    }
    try (Stream<Path> tree = Files.walk(to)) {
      List<String> compressed =
          tree.map(Path::toString).filter(name -> name.endsWith(".ko.xz")).toList();
      if (!compressed.isEmpty()) {
        run(Stream.concat(Stream.of("xz", "-d"), compressed.stream()).toList());
      }
    }
    run(List.of(BUSYBOX.toString(), "depmod", "-b", root.toString(), kernel.release()));
  }

  private void init() throws IOException {
    Path init = root.resolve("init");
    try (InputStream script = GuestImage.class.getResourceAsStream("guest_init.sh")) {
      Files.copy(Objects.requireNonNull(script), init);
    }
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path pack(Path file) {
    run(
        List.of(
            "sh",
            "-c",
            "cd \"$1\" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1 >\"$2\"",
            "pack",
            root.toString(),
            file.toString()));
    return file;
  }

  private static void run(List<String> words) {
    Command.run(LIMIT, words).orThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    if (!Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(from.toRealPath(), to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
