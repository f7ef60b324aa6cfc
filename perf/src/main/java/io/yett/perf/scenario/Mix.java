package io.yett.perf.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of the clear frames. A size is that of an Ethernet frame on a wire: with its check
 * sequence, without preamble and gap.
 *
 * @param label {@code 64}, or {@code imix}
 * @param parts sizes and how often each comes
 */
public record Mix(String label, List<Part> parts) {
  /** Octets of an Ethernet header. */
  public static final int ETHERNET = 14;

  /** Octets of a frame's check sequence, which no driver hands over. */
  public static final int CHECK_SEQUENCE = 4;

  /** The common 7:4:1, with a largest frame that still fits 1500 octets as ESP. */
  public static final Mix IMIX =
      new Mix("imix", List.of(new Part(64, 7), new Part(512, 4), new Part(1400, 1)));

  private static final int SMALLEST = 64;
  private static final int LARGEST = 1440;

  /** A size and how many of {@link Mix#weight()} frames have it. */
  public record Part(int frameSize, int weight) {
    /** Octets of the IP packet in the frame. */
    public int packetLength() {
      return frameSize - ETHERNET - CHECK_SEQUENCE;
    }
  }

  /** Rejects sizes that no ESP tunnel over Ethernet can carry. */
  public Mix {
    parts = List.copyOf(parts);
    for (Part part : parts) {
      if (part.frameSize < SMALLEST || part.frameSize > LARGEST || part.weight < 1) {
        throw new IllegalArgumentException(
            "frames of " + SMALLEST + ".." + LARGEST + " octets are served, not " + part);
      }
    }
  }

  /** Frames of one size. */
  public static Mix of(int frameSize) {
    return new Mix(Integer.toString(frameSize), List.of(new Part(frameSize, 1)));
  }

  /** Frames after which the sizes come again. */
  public int weight() {
    return parts.stream().mapToInt(Part::weight).sum();
  }

  /** The mean size. */
  public double meanFrameSize() {
    double sum = parts.stream().mapToDouble(part -> (double) part.frameSize * part.weight).sum();
    return sum / weight();
  }

  /**
   * The sizes of {@link #weight()} frames, each as evenly spread as its weight allows, so that a
   * burst looks like the whole.
   */
  public List<Part> sequence() {
    List<Part> sequence = new ArrayList<>();
    int[] credit = new int[parts.size()];
    for (int i = 0, total = weight(); i < total; i++) {
      int next = 0;
      for (int p = 0; p < credit.length; p++) {
        credit[p] += parts.get(p).weight;
        next = credit[p] > credit[next] ? p : next;
      }
      credit[next] -= total;
      sequence.add(parts.get(next));
    }
    return sequence;
  }
}
