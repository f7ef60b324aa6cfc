package io.yett.perf;

import io.yett.perf.Comparison.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Writes comparisons for people and for programs. */
final class Report {
  private final Settings settings;
  private final List<Comparison> comparisons;
  private final double bytesPerPacket;
  private final long collections;
  private final String crypto;

  Report(Settings settings, List<Comparison> comparisons, YettLane lane) {
    this.settings = settings;
    this.comparisons = comparisons;
    this.bytesPerPacket = lane.bytesPerPacket();
    this.collections = lane.collections();
    this.crypto = lane.crypto();
  }

  /** A table, and what it means. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("\nMpps on one core, median of the rounds (least..most); ratio is of each round\n");
    text.append(row("frame", "yett", "ipsec-secgw", "yett / ipsec-secgw"));
    for (Comparison comparison : comparisons) {
      text.append(
          row(
              Integer.toString(comparison.frameSize()),
              format(Spread.ofCores(comparison.ours())),
              format(Spread.ofCores(comparison.theirs())),
              format(comparison.ratio())));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nAES-128-GCM ESP tunnel, outbound, %d flows in one SA, net_pcap to net_null, %s.%n",
            Workload.FLOWS,
            settings.hugepages() ? "hugepages" : "no hugepages"));
    text.append(
        String.format(
            Locale.ROOT,
            "Heap allocated by the lane: %.6f bytes per packet; garbage collections: %d.%n",
            bytesPerPacket,
            collections));
    text.append("Crypto: yett ").append(crypto).append(", ipsec-secgw crypto_aesni_gcm0.\n");
    text.append(
        "ipsec-secgw: poll mode, librte_ipsec (-l); its demand for RX checksum offload is\n");
    text.append("dropped, because net_pcap has none.\n");
    return text.toString();
  }

  private static String row(String frame, String our, String their, String ratio) {
    return String.format(Locale.ROOT, "%6s  %-24s %-24s %s%n", frame, our, their, ratio);
  }

  private static String format(Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f..%.2f)", spread.median(), spread.least(), spread.most());
  }

  /** Writes everything that was measured. */
  void writeJson(Path file) throws BenchException {
    List<String> sizes = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      sizes.add(
          String.format(
              Locale.ROOT,
              "    {\"frame\": %d, \"ratio\": %s,%n     \"yett\": %s,%n     \"ipsec-secgw\": %s}",
              comparison.frameSize(),
              json(comparison.ratio()),
              json(comparison.ours()),
              json(comparison.theirs())));
    }
    String text =
        String.format(
            Locale.ROOT,
            "{\"crypto\": \"%s\", \"cpu\": %d, \"seconds\": %d, \"hugepages\": %b, \"bytesPerPacket\": %s,"
                + " \"collections\": %d,%n  \"sizes\": [%n%s%n  ]}%n",
            crypto,
            settings.cpu(),
            settings.seconds(),
            settings.hugepages(),
            bytesPerPacket,
            collections,
            String.join(",\n", sizes));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e, e);
    }
  }

  private static String json(Spread spread) {
    return String.format(
        Locale.ROOT,
        "{\"median\": %.4f, \"least\": %.4f, \"most\": %.4f}",
        spread.median(),
        spread.least(),
        spread.most());
  }

  private static String json(List<Sample> samples) {
    return String.format(
        Locale.ROOT,
        "{\"mppsPerCore\": %s, \"mppsWall\": %s, \"rounds\": %s}",
        json(Spread.ofCores(samples)),
        json(Spread.ofWall(samples)),
        numbers(samples, Sample::mppsPerCore));
  }

  private static String numbers(List<Sample> samples, Function<Sample, Double> value) {
    return samples.stream()
        .map(sample -> String.format(Locale.ROOT, "%.4f", value.apply(sample)))
        .toList()
        .toString();
  }
}
