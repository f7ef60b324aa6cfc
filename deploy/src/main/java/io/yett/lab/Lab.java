package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One laboratory: a folder, namespaces and processes, gone after {@link #close()}. What a killed
 * run left behind is removed by {@link #removeAbandoned}.
 *
 * <p>{@link #close()} may be called by any thread, also while another still uses the laboratory.
 */
public final class Lab implements AutoCloseable {
  private final Path folder;
  private final String prefix;
  private final Ledger ledger;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();
  private boolean closed;

  /**
   * Opens a laboratory.
   *
   * @param runs the folder of all runs, e.g. {@code /run/yett-demo}; made if need be
   * @param prefix at most 6 letters; the namespaces are called {@code prefix-pid-name}
   */
  public Lab(Path runs, String prefix) {
    this.prefix = prefix + "-" + ProcessHandle.current().pid() + "-";
    this.folder = runs.resolve(Long.toString(ProcessHandle.current().pid()));
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new LabException("cannot make the folder " + folder + ": run as root", e);
    }
    this.ledger = Ledger.create(folder);
  }

  /** Why no laboratory can be built on this machine; empty if one can. */
  public static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root, to make network namespaces");
    }
    for (String tool : List.of("ip", "ethtool", "ping")) {
      if (!isOnPath(tool)) {
        return Optional.of("needs the command " + tool + ": see deploy/packages.txt");
      }
    }
    String probe = "yett-probe-" + ProcessHandle.current().pid();
    Command add = Command.run(Command.LIMIT, List.of("ip", "netns", "add", probe));
    NetworkNamespace.deleteIfExists(probe);
    return add.succeeded()
        ? Optional.empty()
        : Optional.of("cannot make a network namespace: " + add.errors().strip());
  }

  private static boolean isOnPath(String tool) {
    return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  /** Removes what runs left behind whose process has ended; returns how many runs that were. */
  public static int removeAbandoned(Path runs) {
    List<Ledger> abandoned = Ledger.abandoned(runs);
    abandoned.forEach(Ledger::removeAll);
    return abandoned.size();
  }

  /** The folder of this run, 0700: configuration, logs, captures. */
  public Path folder() {
    return folder;
  }

  /** Makes a network namespace. */
  public NetworkNamespace namespace(String name) {
    ledger.namespace(prefix + name);
    NetworkNamespace namespace = NetworkNamespace.create(prefix + name);
    return manage(namespace);
  }

  /** Has a file outside the folder deleted at the end, whoever makes it. */
  public Path outsideFile(Path path) {
    ledger.file(path);
    return path;
  }

  /** Borrows huge pages of 2 MiB until the end, as far as the kernel has them. */
  public HugePages hugePages(int wanted) {
    HugePages pages = HugePages.borrow(wanted);
    ledger.hugePages(pages);
    return pages;
  }

  /** Starts a process that outlives no laboratory; its output goes to the log file. */
  public LabProcess start(ProcessBuilder builder, Path log) {
    LabProcess process = LabProcess.start(builder, log);
    ProcessIdentity.of(process.pid()).ifPresent(ledger::process);
    return manage(process);
  }

  /** Closes this along with the laboratory, before what was made earlier. */
  public <T extends AutoCloseable> T manage(T thing) {
    synchronized (made) {
      if (!closed) {
        made.push(thing);
        return thing;
      }
    }
    closeQuietly(thing, new ArrayList<>());
    throw new LabException("the laboratory is closed");
  }

  /** Leaves everything as it is, for people to look around; a later run removes it. */
  public void leave() {
    synchronized (made) {
      closed = true;
      made.clear();
    }
  }

  /** Removes everything, in the reverse order of making. Idempotent. */
  @Override
  public void close() {
    List<AutoCloseable> things;
    synchronized (made) {
      if (closed) {
        return;
      }
      closed = true;
      things = new ArrayList<>(made);
      made.clear();
    }
    List<String> failures = new ArrayList<>();
    things.forEach(thing -> closeQuietly(thing, failures));
    try {
      ledger.removeAll();
    } catch (UncheckedIOException | LabException e) {
      failures.add(e.getMessage());
    }
    if (!failures.isEmpty()) {
      throw new LabException("could not remove everything: " + String.join("; ", failures));
    }
  }

  private static void closeQuietly(AutoCloseable thing, List<String> failures) {
    try {
      thing.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failures.add(e.getMessage());
    }
  }
}
