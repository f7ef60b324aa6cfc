package io.yett.perf.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of Ethernet frames in the order in which they are sent, again and again.
 *
 * @param name for tables, e.g. {@code 64} or {@code imix}
 * @param sizes octets with the check sequence, {@value #SMALLEST}..{@value #LARGEST}
 */
public record FrameMix(String name, List<Integer> sizes) {
  /** Frames as small as Ethernet allows. */
  public static final int SMALLEST = 64;

  /** Frames of an MTU of 9000 octets. */
  public static final int LARGEST = 9018;

  /** Octets of the check sequence, which a device adds. */
  public static final int CHECK_SEQUENCE = 4;

  /** Preamble and gap of a frame on a wire, in octets. */
  private static final int WIRE_OVERHEAD = 20;

  /** Seven small, four middling, one large; the large one fits a tunnel with an MTU of 1500. */
  private static final String IMIX = "64:7,512:4,1400:1";

  private static final int MAX_FRAMES = 1000;

  /** Copies the list, and rejects sizes that no frame has. */
  public FrameMix {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("no frame sizes; remedy: name at least one");
    }
    for (int size : sizes) {
      if (size < SMALLEST || size > LARGEST) {
        throw new IllegalArgumentException(
            "no frame of " + size + " octets; remedy: use " + SMALLEST + ".." + LARGEST);
      }
    }
  }

  /** Frames of one size. */
  public static FrameMix of(int size) {
    return new FrameMix(Integer.toString(size), List.of(size));
  }

  /**
   * Reads {@code 512}, {@code imix}, or sizes with weights such as {@code 64:7,512:4}, which are
   * spread evenly.
   */
  public static FrameMix parse(String text) {
    if (text.equals("imix")) {
      return new FrameMix(text, spread(IMIX));
    }
    return new FrameMix(text, spread(text));
  }

  private static List<Integer> spread(String text) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    int total = 0;
    for (String part : text.split(",", -1)) {
      String[] pair = part.strip().split(":", 2);
      sizes.add(number(pair[0], text));
      weights.add(pair.length == 1 ? 1 : number(pair[1], text));
      total += weights.getLast();
      if (weights.getLast() < 1 || total > MAX_FRAMES) {
        throw bad(text);
      }
    }
    return ordered(sizes, weights, total);
  }

  /** Each place goes to the size that is furthest behind its share. */
  private static List<Integer> ordered(List<Integer> sizes, List<Integer> weights, int total) {
    int[] given = new int[sizes.size()];
    List<Integer> order = new ArrayList<>(total);
    for (int place = 1; place <= total; place++) {
      int furthest = 0;
      for (int i = 1; i < given.length; i++) {
        if (weights.get(i) * place - given[i] * total
            > weights.get(furthest) * place - given[furthest] * total) {
          furthest = i;
        }
      }
      given[furthest]++;
      order.add(sizes.get(furthest));
    }
    return order;
  }

  private static int number(String text, String whole) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw bad(whole);
    }
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "frames '" + text + "' are not understood; remedy: 64, imix, or 64:7,512:4,1400:1");
  }

  /** Mean octets of a frame, with check sequence. */
  public double meanSize() {
    return sizes.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }

  /** The largest frame, with check sequence. */
  public int largest() {
    return sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** Frames per second that a link of so many Mbit/s carries. */
  public double lineRate(long megabits) {
    return megabits * 1e6 / 8 / (meanSize() + WIRE_OVERHEAD);
  }
}
