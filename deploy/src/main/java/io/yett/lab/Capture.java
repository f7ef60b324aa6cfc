package io.yett.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A capture of one link, whole frames, by tcpdump. */
public final class Capture implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMillis(400);
  private static final Pattern LOST = Pattern.compile("(\\d+) packets? dropped by kernel");

  /** Octets kept of a frame: more than any here has, and small, so that many fit in the buffer. */
  private static final String SNAPSHOT = "2048";

  private static final String BUFFER_KIB = "65536";

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
    List<String> words = new ArrayList<>(List.of("tcpdump", "-n", "-U", "--immediate-mode"));
    words.addAll(List.of("-Z", "root", "-B", BUFFER_KIB, "-s", SNAPSHOT));
    words.addAll(List.of("-i", link, "-w", file.toString()));
    LabProcess process = lab.start(where.command(words), log);
    process.await("listening tcpdump", START_LIMIT, () -> text(log).contains("listening on"));
    return new Capture(process, file);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it catch up, stops it, and reads what was captured; throws if it missed a frame. */
  public List<byte[]> stop() {
    awaitQuiet();
    close();
    Matcher lost = LOST.matcher(text(process.log()));
    if (lost.find() && !lost.group(1).equals("0")) {
      throw new LabException("the capture missed " + lost.group(1) + " frames");
    }
    return PcapFile.read(file);
  }

  /** Until the file has stopped growing: what is in the kernel's buffer would be lost. */
  private void awaitQuiet() {
    long[] size = {-1};
    Waiting.until(DRAIN_LIMIT, QUIET, () -> size[0] == (size[0] = file.toFile().length()));
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
