package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The written record of what a laboratory made, so that a later run can remove it when this one was
 * killed. One line per thing, written before the thing is made where its name is known before.
 * Thread-safe.
 *
 * <p>A ledger is the file {@code ledger} of its run's folder. Its first line names the owner.
 */
final class Ledger {
  static final String FILE = "ledger";
  private static final String OWNER = "owner";
  private static final String NAMESPACE = "netns";
  private static final String PROCESS = "process";
  private static final String OUTSIDE_FILE = "file";
  private static final String HUGE_PAGES = "hugepages";

  private final Path file;

  private Ledger(Path file) {
    this.file = file;
  }

  /** Starts the ledger of this process in an existing folder. */
  static Ledger create(Path folder) {
    Ledger ledger = new Ledger(folder.resolve(FILE));
    ledger.add(OWNER, ProcessIdentity.self().toString());
    return ledger;
  }

  /** The ledgers of runs whose owner has ended, under the folder of all runs. */
  static List<Ledger> abandoned(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .map(folder -> new Ledger(folder.resolve(FILE)))
          .filter(ledger -> Files.isRegularFile(ledger.file))
          .filter(ledger -> !ledger.ownerIsAlive())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void namespace(String name) {
    add(NAMESPACE, name);
  }

  void process(ProcessIdentity process) {
    add(PROCESS, process.toString());
  }

  /** A file or UNIX socket outside the run's folder. */
  void file(Path path) {
    add(OUTSIDE_FILE, path.toString());
  }

  void hugePages(HugePages pages) {
    add(HUGE_PAGES, pages.before() + " " + pages.during());
  }

  private synchronized void add(String kind, String what) {
    try {
      Files.writeString(
          file, kind + " " + what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean ownerIsAlive() {
    return entries(OWNER).stream().map(ProcessIdentity::parse).anyMatch(ProcessIdentity::isAlive);
  }

  /** Ends and deletes all that is recorded, then the run's folder. */
  void removeAll() {
    List<String> processes = new ArrayList<>(entries(PROCESS));
    Collections.reverse(processes);
    processes.stream().map(ProcessIdentity::parse).forEach(ProcessIdentity::kill);
    Set<String> namespaces = new LinkedHashSet<>(entries(NAMESPACE));
    namespaces.forEach(NetworkNamespace::deleteIfExists);
    entries(HUGE_PAGES).forEach(Ledger::giveBack);
    entries(OUTSIDE_FILE).forEach(path -> delete(Path.of(path)));
    deleteTree(file.getParent());
  }

  private List<String> entries(String kind) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" ", 2))
          .filter(parts -> parts.length == 2 && parts[0].equals(kind))
          .map(parts -> parts[1])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteTree(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      tree.sorted(Comparator.reverseOrder()).forEach(Ledger::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void giveBack(String numbers) {
    String[] parts = numbers.split(" ", -1);
    new HugePages(Long.parseLong(parts[0]), Long.parseLong(parts[1])).close();
  }
}
