package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A capture of one link, whole frames, by tcpdump. */
public final class Capture implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(5);

  private final LabProcess process;
  private final Path file;

  private Capture(LabProcess process, Path file) {
    this.process = process;
    this.file = file;
  }

  /** Starts capturing; returns once it does. The file is {@code NAME.pcap} in the lab's folder. */
  public static Capture start(Lab lab, NetworkNamespace where, String link, String name) {
    Path file = lab.folder().resolve(name + ".pcap");
    Path log = lab.folder().resolve(name + ".log");
    // -Z root: the folder is ours alone, and tcpdump would become another user.
    List<String> words =
        List.of(
            "tcpdump",
            "-n",
            "-U",
            "-Z",
            "root",
            "-B",
            "16384",
            "-s",
            "0",
            "-i",
            link,
            "-w",
            file.toString());
    LabProcess process = lab.start(where.command(words), log);
    process.await("listening tcpdump", START_LIMIT, () -> says(log, "listening on"));
    return new Capture(process, file);
  }

  private static boolean says(Path log, String text) {
    try {
      return Files.readString(log).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops, and reads what was captured. */
  public List<byte[]> stop() {
    close();
    return PcapFile.read(file);
  }

  public Path file() {
    return file;
  }

  @Override
  public void close() {
    process.signal("INT");
    process.close();
  }
}
